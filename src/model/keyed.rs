//! Enums of which each variant has a key for machines and, mostly, words for people: one line a variant.

/// An enum with `ALL` of its variants in their order and the `key` of each, and the `label` of each where the words
/// in Chinese and English follow.
macro_rules! keyed {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident $key:literal;)* }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$doc])* $variant),* }

        #[allow(dead_code, reason = "nobody asks some of them for all their variants")]
        impl $name {
            const COUNT: usize = [$($key),*].len();

            /// Every variant, in the order in which reports list them.
            pub const ALL: [$name; $name::COUNT] = [$($name::$variant),*];

            /// For machines.
            pub fn key(self) -> &'static str {
                match self { $($name::$variant => $key),* }
            }
        }
    };
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident $key:literal $zh:literal $en:literal;)* }) => {
        keyed! { $(#[$meta])* $name { $($(#[$doc])* $variant $key;)* } }

        impl $name {
            /// For people.
            pub fn label(self, lang: $crate::value::Lang) -> &'static str {
                match self { $($name::$variant => lang.pick($zh, $en)),* }
            }
        }
    };
}

pub(crate) use keyed;
