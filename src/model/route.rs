//! By which way a store takes money: directly from Alipay, or through an acquirer.

use super::keyed::keyed;

keyed! {
    /// 接入方式.
    Route {
        Direct "direct" "直连" "direct";
        Indirect "indirect" "间连" "indirect";
    }
}
