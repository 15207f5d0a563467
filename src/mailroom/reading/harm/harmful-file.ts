// Which attached files run when they are opened. They are kept as everything is; not everybody is offered them. By name and
// by type, since either may lie: the system that opens a file goes by the ending of its name.

type File = { filename: string; contentType: string }

/** Programs, scripts, installers, shortcuts and disk images of Windows, macOS, Linux and Android, and documents with macros. */
const endings = new Set(
  [
    'ade adp app appx appxbundle bas bat cab chm cmd com cpl diagcab dll exe fxp gadget grp hlp hta hpj inf ins isp its jar',
    'jnlp js jse ksh lnk mad maf mag mam maq mar mas mat mau mav maw mcf mda mdb mde mdt mdw mdz msc msh msh1 msh2 mshxml msi',
    'msix msp mst msu ocx ops osd pcd pif pl plg prf prg ps1 ps1xml ps2 ps2xml psc1 psc2 psd1 psm1 py pyc pyo pyw pyz pyzw reg',
    'rgs scf scr sct settingcontent-ms shb shs sys theme tmp url vb vbe vbp vbs vsmacros vsw ws wsc wsf wsh xbap xll xnk',
    'apk command csh deb desktop dmg elf iso img pkg rpm run sh vhd vhdx workflow action appimage bash zsh',
    'docm dotm xlsm xltm xlsb xlam pptm potm ppsm ppam sldm one onepkg',
  ].flatMap((line) => line.split(' ')),
)

const types =
  /^(?:application\/(?:x-(?:ms-?dos-?(?:program|exec(?:utable)?)|dosexec|msdownload|msi|executable|elf|sh|shellscript|bat|java-archive|iso9660-image|apple-diskimage|ms-shortcut)|java-archive|vnd\.microsoft\.portable-executable|vnd\.android\.package-archive|hta|javascript|.*\.macroenabled\.12)|text\/(?:javascript|vbscript|x-(?:sh|python|perl)))$/i

export function mayDoHarm({ filename, contentType }: File): boolean {
  // Windows drops dots and spaces at the end of a name before it looks at the ending.
  const ending = /\.([^.]+)$/.exec(filename.replace(/(?<![.\s])[.\s]+$/, ''))?.[1]?.toLowerCase() ?? ''
  return endings.has(ending) || types.test(contentType.trim())
}
