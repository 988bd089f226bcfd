@echo off
rem Nightly run on Windows. Register once:
rem   schtasks /Create /SC DAILY /ST 09:30 /TN jinjian /TR "%~f0"
cd /d "%~dp0.."
jinjian run . --out out --quiet
if %ERRORLEVEL% EQU 1 exit /b 0
exit /b %ERRORLEVEL%
