# SPDX-License-Identifier: GPL-3.0-or-later
# The installer: for one user, without elevation.  tools/windows_packages.py
# runs makensis with VERSION, NUMBERS, SIZE (KiB), FILES (a folder) and OUT.
Unicode true
Target amd64-unicode # the usual stub is of 32 bits
!include "MUI2.nsh"
!include "LogicLib.nsh"
!include "path.nsh"

Name "jifen ${VERSION}"
OutFile "${OUT}"
RequestExecutionLevel user
InstallDir "$LOCALAPPDATA\Programs\jifen"
!define KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\jifen"
InstallDirRegKey HKCU "${KEY}" "InstallLocation"
SetCompressor /SOLID lzma
SetDateSave off # the same files give the same installer
AllowSkipFiles off # a program in use is not left as it was
BrandingText " "
ManifestDPIAware true
!define SHORTCUT "$SMPROGRAMS\jifen 积分.lnk"

!define MUI_ICON "${FILES}\jifen.ico"
!define MUI_UNICON "${FILES}\jifen.ico"
!define MUI_FINISHPAGE_RUN "$INSTDIR\jifen.exe"
!insertmacro MUI_PAGE_COMPONENTS
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_LANGUAGE "SimpChinese"

!macro Text NAME ENGLISH CHINESE
    LangString ${NAME} ${LANG_ENGLISH} "${ENGLISH}"
    LangString ${NAME} ${LANG_SIMPCHINESE} "${CHINESE}"
!macroend
!insertmacro Text TITLE "jifen, definite integrals" "jifen 定积分计算器"
!insertmacro Text TO_PATH "Can be called in cmd and PowerShell (PATH)" \
    "可在 cmd、PowerShell 中直接使用（PATH）"
!insertmacro Text TO_MENU "Start menu" "开始菜单"
!insertmacro Text NOT_IN_PATH \
    "The PATH was left as it is: too long, or of an unknown kind." \
    "没有改动 PATH：它太长，或者类型不明。"
!insertmacro Text IN_USE "jifen.exe is in use.  Close it, then try again." \
    "jifen.exe 正在运行，请先关闭，再重试。"

VIProductVersion "${NUMBERS}"
!macro About LANGUAGE DESCRIPTION
    VIAddVersionKey /LANG=${LANGUAGE} "ProductName" "jifen"
    VIAddVersionKey /LANG=${LANGUAGE} "ProductVersion" "${VERSION}"
    VIAddVersionKey /LANG=${LANGUAGE} "FileVersion" "${VERSION}"
    VIAddVersionKey /LANG=${LANGUAGE} "FileDescription" "${DESCRIPTION}"
    VIAddVersionKey /LANG=${LANGUAGE} "LegalCopyright" "GPL-3.0-or-later"
!macroend
!insertmacro About ${LANG_ENGLISH} "jifen setup"
!insertmacro About ${LANG_SIMPCHINESE} "jifen 安装程序"

Section "jifen"
    SectionIn RO
    SetOutPath "$INSTDIR"
    File "${FILES}\jifen.exe"
    File "${FILES}\README.txt"
    File "${FILES}\LICENSE.txt"
    File "${FILES}\examples.txt"
    WriteUninstaller "$INSTDIR\uninstall.exe"
    WriteRegStr HKCU "${KEY}" "DisplayName" "$(TITLE)"
    WriteRegStr HKCU "${KEY}" "DisplayVersion" "${VERSION}"
    WriteRegStr HKCU "${KEY}" "DisplayIcon" "$INSTDIR\jifen.exe"
    WriteRegStr HKCU "${KEY}" "Publisher" "The jifen authors"
    WriteRegStr HKCU "${KEY}" "InstallLocation" "$INSTDIR"
    WriteRegStr HKCU "${KEY}" "UninstallString" \
        '"$INSTDIR\uninstall.exe"'
    WriteRegStr HKCU "${KEY}" "QuietUninstallString" \
        '"$INSTDIR\uninstall.exe" /S'
    WriteRegDWORD HKCU "${KEY}" "EstimatedSize" ${SIZE}
    WriteRegDWORD HKCU "${KEY}" "NoModify" 1
    WriteRegDWORD HKCU "${KEY}" "NoRepair" 1
SectionEnd

Section "$(TO_PATH)"
    !insertmacro AddToPath
    ${If} $9 = 0
        DetailPrint "$(NOT_IN_PATH)"
        MessageBox MB_OK|MB_ICONINFORMATION "$(NOT_IN_PATH)" /SD IDOK
    ${EndIf}
SectionEnd

Section "$(TO_MENU)"
    CreateShortcut "${SHORTCUT}" "$INSTDIR\jifen.exe"
SectionEnd

# What runs cannot be deleted: the program in another window and, for a moment,
# the uninstaller, which has started a copy of itself to do this.
Function un.Remove # $R0, a file: tries for ten seconds, sets the error flag
    ${For} $R1 1 100
        ClearErrors
        Delete "$INSTDIR\$R0"
        ${IfNot} ${Errors}
            Return
        ${EndIf}
        Sleep 100
    ${Next}
FunctionEnd

# Nothing is taken away while the program is in use, and the folder goes last:
# who waits for that may install again.
Section "Uninstall"
    StrCpy $R0 "jifen.exe"
    ${Do}
        Call un.Remove
        ${IfNot} ${Errors}
            ${ExitDo}
        ${EndIf}
        MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(IN_USE)" \
            /SD IDCANCEL IDRETRY +2
        Abort
    ${Loop}
    !insertmacro RemoveFromPath
    Delete "${SHORTCUT}"
    DeleteRegKey HKCU "${KEY}"
    Delete "$INSTDIR\README.txt"
    Delete "$INSTDIR\LICENSE.txt"
    Delete "$INSTDIR\examples.txt"
    StrCpy $R0 "uninstall.exe"
    Call un.Remove
    RMDir "$INSTDIR" # what else lies there stays
SectionEnd
