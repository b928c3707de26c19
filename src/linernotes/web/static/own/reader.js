// Reads barcodes where the browser cannot: ZXing in WebAssembly, from the npm package barcode-detector.
// READER and WASM stand before this text: addresses from here, by pages/records/shop.py.

try {
  importScripts(READER);
  open();
} catch (error) {
  postMessage({ error: error.message });
}

async function open() {
  try {
    await BarcodeDetectionAPI.prepareZXingModule({
      overrides: { locateFile: () => new URL(WASM, self.location).href },
      fireImmediately: true,
    });
    postMessage({});
  } catch (error) {
    postMessage({ error: error.message });
  }
}

self.addEventListener("message", async ({ data }) => {
  try {
    const detector = new BarcodeDetectionAPI.BarcodeDetector({ formats: data.formats });
    const [found] = await detector.detect(data.image);
    postMessage({ code: found?.rawValue ?? null });
  } catch (error) {
    postMessage({ error: error.message });
  }
});
