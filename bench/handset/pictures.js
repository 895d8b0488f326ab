// Pictures (小图): what the service worker keeps of each point's photo, drawn here; the town's phone is without signal.
async () => {
  const canvas = new OffscreenCanvas(320, 240);
  const pen = canvas.getContext("2d");
  for (let at = 0; at < 320; at += 4) {
    for (let down = 0; down < 240; down += 4) {
      pen.fillStyle = `hsl(${(at * down) % 360} 40% 50%)`;
      pen.fillRect(at, down, 4, 4);
    }
  }
  const picture = await canvas.convertToBlob({ type: "image/jpeg", quality: 0.8 });
  const answered = (request) => new Promise((told) => (request.onsuccess = () => told(request.result)));
  const base = await answered(indexedDB.open("xunzhen"));
  const rows = await answered(base.transaction("mirror").objectStore("mirror").getAll());
  base.close();
  const points = rows.filter((row) => row.noun === "finding");
  const cache = await caches.open("pictures");
  for (const { id } of points.flatMap((row) => row.body.photos)) {
    await cache.put(`/api/v1/photos/${id}/320`, new Response(picture, { headers: { "Content-Type": "image/jpeg" } }));
  }
  return points.length;
}
