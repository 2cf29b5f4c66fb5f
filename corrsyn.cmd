@echo off
rem Runs corrsyn from a source checkout on Windows: corrsyn ARGUMENTS
rem It builds the program first when nothing is built or when a file that goes into it has changed.
setlocal EnableExtensions DisableDelayedExpansion
set "ROOT=%~dp0"
set "PROGRAM=%ROOT%src\CorrSyn.Cli\bin\Release\net10.0\CorrSyn.Cli.dll"
set "WORK=%ROOT%artifacts\launcher"
set "STAMP=%WORK%\inputs"
set "LOG=%ROOT%artifacts\corrsyn-build.log"

where dotnet >nul 2>nul
if errorlevel 1 (
    >&2 echo corrsyn: error: dotnet was not found on the PATH; install the .NET 10 SDK
    exit /b 2
)

call :current
if not errorlevel 1 goto run
if not exist "%WORK%" mkdir "%WORK%" 2>nul
if not exist "%WORK%" (
    if exist "%PROGRAM%" goto run
    >&2 echo corrsyn: error: nothing is built and %WORK% cannot be written
    exit /b 2
)

rem The lock is a file held open for writing: Windows frees it with the process, whatever happens.
:acquire
set "RESULT="
3>&2 2>nul (9>"%WORK%\lock" call :build)
if not defined RESULT (
    ping -n 2 127.0.0.1 >nul
    goto acquire
)
if not "%RESULT%"=="0" (
    >&2 echo corrsyn: error: the build failed, see %LOG%
    exit /b 2
)

:run
dotnet "%PROGRAM%" %*
exit /b %ERRORLEVEL%

:build
rem Another process may have built while this one waited.
set "RESULT=0"
call :current
if not errorlevel 1 exit /b 0
>&3 echo corrsyn: building (log: %LOG%)
pushd "%ROOT%"
dotnet fsi --quiet build.fsx program >"%LOG%" 2>&1 <nul
set "RESULT=%ERRORLEVEL%"
popd
exit /b 0

rem Sets the error level to 0 if the files that go into the program are those that the stamp lists
rem and none is newer than the stamp.
:current
if not exist "%PROGRAM%" exit /b 1
if not exist "%STAMP%" exit /b 1
powershell -NoProfile -NonInteractive -Command "Set-Location -LiteralPath $env:ROOT; $built = (Get-Item -LiteralPath $env:STAMP).LastWriteTimeUtc; $now = @(Get-ChildItem src -Recurse -File | ForEach-Object { $_.FullName.Substring($env:ROOT.Length).Replace('\', '/') } | Where-Object { $_ -notmatch '/(bin|obj|[.][^/]*)(/|$)' }) + @('Directory.Build.props', 'Directory.Build.targets', 'global.json', 'paket.dependencies', 'paket.lock'); if (Compare-Object $now @(Get-Content -LiteralPath $env:STAMP)) { exit 1 }; if ($now | Where-Object { (Get-Item -LiteralPath $_).LastWriteTimeUtc -gt $built }) { exit 1 }; exit 0"
exit /b %ERRORLEVEL%
