# SPDX-License-Identifier: GPL-3.0-or-later
# Puts a folder into the PATH of the user, and takes it out.
#
# The strings of NSIS end after 1024 characters, and a PATH is often longer: one
# that went through them would be cut.  So the value stays in memory from
# System::Alloc, and its type and every other byte of it stay as they were.  It
# is kept as ";value;", where a folder is found as ";folder;", whatever its case.
#
# $0 key, $1 result, $2 type, $3 bytes, $4 ";value;", $5 where in it, $6 length,
# $7 ";folder;"

!define HKCU_HANDLE -2147483647
!define READ_AND_WRITE 0x2001f
!define TYPE_TEXT 1
!define TYPE_TEXT_WITH_NAMES 2 # as %USERPROFILE%
!define NOT_FOUND 2
!define PATH_MAX 8191 # what cmd.exe can hold
!define SEMICOLON 59
!include "WinMessages.nsh"

# Opens the key and fills $4; $4 is 0 where that is not safe.
!macro ReadPath
    StrCpy $4 0
    StrCpy $7 ";$INSTDIR;"
    System::Call 'advapi32::RegCreateKeyExW(p ${HKCU_HANDLE}, w "Environment", \
        i 0, p 0, i 0, i ${READ_AND_WRITE}, p 0, *p .r0, p 0) i .r1'
    ${If} $1 = 0
        StrCpy $2 ${TYPE_TEXT_WITH_NAMES}
        StrCpy $3 0
        System::Call 'advapi32::RegQueryValueExW(p r0, w "Path", p 0, \
            *i r2 r2, p 0, *i r3 r3) i .r1'
        ${If} $1 = ${NOT_FOUND}
            StrCpy $2 ${TYPE_TEXT_WITH_NAMES}
            StrCpy $3 0
            StrCpy $1 0
        ${EndIf}
        ${If} $1 = 0
        ${AndIf} $2 >= ${TYPE_TEXT}
        ${AndIf} $2 <= ${TYPE_TEXT_WITH_NAMES}
            # room for the folder, three semicolons and the final zero
            IntOp $6 $3 + 4096
            System::Alloc $6 # all zero
            Pop $4
            System::Call 'kernel32::lstrcpyW(p r4, w ";")'
            IntPtrOp $5 $4 + 2
            System::Call 'advapi32::RegQueryValueExW(p r0, w "Path", p 0, \
                p 0, p r5, *i r3)'
            System::Call 'kernel32::lstrcatW(p r4, w ";")'
            System::Call 'shlwapi::StrStrIW(p r4, w r7) p .r5'
        ${EndIf}
    ${EndIf}
!macroend

# Writes $4 without its first and last semicolon, and lets programs know.
!macro WritePath
    System::Call 'kernel32::lstrlenW(p r4) i .r6'
    IntOp $6 $6 - 1
    IntOp $3 $6 * 2
    IntPtrOp $5 $4 + $3
    System::Call '*$5(&i2 0)'
    IntPtrOp $5 $4 + 2
    ${If} $6 > 0
        System::Call 'advapi32::RegSetValueExW(p r0, w "Path", i 0, i r2, \
            p r5, i r3) i .r1'
    ${Else}
        System::Call 'advapi32::RegDeleteValueW(p r0, w "Path") i .r1'
    ${EndIf}
    SendMessage 0xffff ${WM_SETTINGCHANGE} 0 "STR:Environment" /TIMEOUT=2000
!macroend

!macro ClosePath
    ${If} $4 <> 0
        System::Free $4
    ${EndIf}
    System::Call 'advapi32::RegCloseKey(p r0)'
!macroend

# ";value;" becomes ";value;folder;", a value that ends with a semicolon keeps
# it, ";value;;" becomes ";value;folder;;", and nothing, ";;", is ";folder;".
!macro Append
    System::Call 'kernel32::lstrlenW(p r4) i .r6'
    IntOp $6 $6 - 2
    IntOp $6 $6 * 2
    IntPtrOp $5 $4 + $6
    System::Call '*$5(&i2 .r8)'
    ${If} $8 = ${SEMICOLON}
        System::Call '*$5(&i2 ${SEMICOLON}, &i2 0)'
        System::Call 'kernel32::lstrcatW(p r4, w "$INSTDIR;")'
        ${If} $6 > 0
            System::Call 'kernel32::lstrcatW(p r4, w ";")'
        ${EndIf}
    ${Else}
        System::Call 'kernel32::lstrcatW(p r4, w "$INSTDIR;")'
    ${EndIf}
!macroend

# $9 says whether the folder is in the PATH now.
!macro AddToPath
    !insertmacro ReadPath
    StrCpy $9 0
    ${If} $4 <> 0
    ${AndIf} $5 <> 0
        StrCpy $9 1
    ${ElseIf} $4 <> 0
        System::Call 'shlwapi::StrStrIW(w "$INSTDIR", w ";") p .r5'
        System::Call 'kernel32::lstrlenW(p r4) i .r6'
        StrLen $8 $7
        IntOp $6 $6 + $8
        ${If} $5 = 0
        ${AndIf} $6 < ${PATH_MAX}
            !insertmacro Append
            !insertmacro WritePath
            ${If} $1 = 0
                StrCpy $9 1
            ${EndIf}
        ${EndIf}
    ${EndIf}
    !insertmacro ClosePath
!macroend

!macro RemoveFromPath
    !insertmacro ReadPath
    ${If} $4 <> 0
    ${AndIf} $5 <> 0
        # ";folder;" becomes ";": what follows moves there, its zero too
        StrLen $8 $7
        IntOp $8 $8 - 1
        IntOp $8 $8 * 2
        IntPtrOp $7 $5 + $8
        System::Call 'kernel32::lstrlenW(p r7) i .r6'
        IntOp $6 $6 + 1
        IntOp $6 $6 * 2
        System::Call 'kernel32::RtlMoveMemory(p r5, p r7, p r6)'
        !insertmacro WritePath
    ${EndIf}
    !insertmacro ClosePath
!macroend
