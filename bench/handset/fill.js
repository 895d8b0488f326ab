// Fill (装满): records with a photo each as the app itself would have left them: sealed by the user's own key, on the disk.
async ([count, size]) => {
  const asked = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const base = await asked(indexedDB.open("xunzhen"));
  const fact = async (key) => (await asked(base.transaction("facts").objectStore("facts").get(key)))?.value;
  const user_id = await fact("user_id");
  const key = await fact(`queue_key:${user_id}`);
  const counter = (await fact("counter")) ?? 0;

  const seal = async (of, bytes) => {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    return { iv, sealed: await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: new TextEncoder().encode(of) }, key, bytes) };
  };
  const sealed = (of, hidden) => seal(of, new TextEncoder().encode(JSON.stringify(hidden)));
  const hex = () => [...crypto.getRandomValues(new Uint8Array(32))].map((one) => one.toString(16).padStart(2, "0")).join("");
  const position = { lon: 119.51, lat: 29.546, accuracy_m: 8, provider: "browser", datum: "wgs84" };

  async function keep(n) {
    const [op_id, finding_id, id, visit_id] = [0, 1, 2, 3].map(() => crypto.randomUUID());
    const declared = { sha256: hex(), slot: 0, role: "before", taken_at: new Date().toISOString(), position, source: "camera", original_sha256: hex(), original_bytes: size, exif: { Make: "示例" } };
    const payload = { finding_id, town_id: visit_id, round_id: visit_id, visit_id, source: "inspection", item_code: "WS-03", checklist_version: "default-1", quantity: "1", note: "北门两只桶满溢", position, spot: { is: "new" }, photos: [declared] };
    const about = { title: "垃圾桶满溢", place: "梅城镇", subject_id: finding_id, visit_id, item_code: "WS-03", photo_id: id };
    const bytes = new Uint8Array(size);
    for (let at = 0; at < size; at += 65536) crypto.getRandomValues(bytes.subarray(at, at + 65536));
    const rows = {
      operations: { op_id, user_id, n, kind: "finding.record", made_at: new Date().toISOString(), schema_version: 1, server_nonce: null, sha256: hex(), box: await sealed(`operations:${op_id}`, { payload, about }) },
      photos: { id, user_id, owner_id: finding_id, op_id, type: "image/jpeg", size, sent: 0, box: await sealed(`photos:${id}`, { declared }) },
      bytes: { photo_id: id, user_id, box: await seal(`bytes:${id}`, bytes) },
      facts: { key: "counter", value: n },
    };
    const saving = base.transaction(Object.keys(rows), "readwrite", { durability: "strict" });
    for (const [store, row] of Object.entries(rows)) saving.objectStore(store).put(row);
    await new Promise((resolve, reject) => Object.assign(saving, { oncomplete: resolve, onabort: () => reject(saving.error) }));
  }

  for (let n = counter + 1; n <= counter + count; n++) await keep(n);
  base.close();
  localStorage.setItem("xz.count", String(counter + count));
  return (await navigator.storage.estimate()).usage;
}
