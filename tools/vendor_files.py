"""Which files of which npm package the browser and the badge printer get.

A file keeps the path it has in its package, so that imports between files of a package hold
and a reader finds the original; only fonts move, into one folder.
"""

FONT_FOLDER = "fonts"

COPIED = [
    "idb/build/index.js",
    "qrcode-generator/dist/qrcode.mjs",
    "socket.io-client/dist/socket.io.esm.min.js",
    "uplot/dist/uPlot.esm.js",
    "uplot/dist/uPlot.min.css",
    "zxing-wasm/dist/es/share.js",
    "zxing-wasm/dist/es/reader/index.js",
    "zxing-wasm/dist/reader/zxing_reader.wasm",
]

# Variable fonts for screens, one file per weight for paper: fpdf2 reads no variable fonts.
FONTS = [
    "@fontsource-variable/noto-sans/files/noto-sans-latin-wght-normal.woff2",
    "@fontsource-variable/noto-sans/files/noto-sans-latin-ext-wght-normal.woff2",
    "@fontsource-variable/noto-sans-arabic/files/noto-sans-arabic-arabic-wght-normal.woff2",
    "@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf",
    "@expo-google-fonts/noto-sans/600SemiBold/NotoSans_600SemiBold.ttf",
    "@expo-google-fonts/noto-sans/700Bold/NotoSans_700Bold.ttf",
    "@expo-google-fonts/noto-sans-arabic/400Regular/NotoSansArabic_400Regular.ttf",
    "@expo-google-fonts/noto-sans-arabic/600SemiBold/NotoSansArabic_600SemiBold.ttf",
    "@expo-google-fonts/noto-sans-arabic/700Bold/NotoSansArabic_700Bold.ttf",
]

# For the type checker: a copied module has the types of the package it came from.
TYPES = {
    "idb/build/index.d.ts": 'export * from "idb";\n',
    # Its own types describe a CommonJS module; this is what we use of it.
    "qrcode-generator/dist/qrcode.d.mts": (
        "export declare function qrcode(typeNumber: 0, errorCorrectionLevel: 'L' | 'M'): {\n"
        "  addData(text: string, mode: 'Byte'): void;\n"
        "  make(): void;\n"
        "  getModuleCount(): number;\n"
        "  isDark(row: number, column: number): boolean;\n"
        "};\n"
    ),
    "socket.io-client/dist/socket.io.esm.min.d.ts": 'export * from "socket.io-client";\n',
    "uplot/dist/uPlot.esm.d.ts": 'export { default } from "uplot";\n',
    "zxing-wasm/dist/es/reader/index.d.ts": 'export * from "zxing-wasm/reader";\n',
}


def list_copies() -> dict[str, str]:
    """Path in `static/vendor` -> path in `node_modules`."""
    fonts = {f"{FONT_FOLDER}/{path.rpartition('/')[2]}": path for path in FONTS}
    return {path: path for path in COPIED} | fonts
