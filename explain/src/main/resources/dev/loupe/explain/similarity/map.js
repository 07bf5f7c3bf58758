{
const D = DATA;
const sheet = new Image(), canvas = document.getElementById("map"), g = canvas.getContext("2d");
const n = D.labels.length, side = document.getElementById("side");
let lowX = Infinity, highX = -Infinity, lowY = Infinity, highY = -Infinity;
for (let i = 0; i < n; i++) {
  lowX = Math.min(lowX, D.map[2 * i]); highX = Math.max(highX, D.map[2 * i]);
  lowY = Math.min(lowY, D.map[2 * i + 1]); highY = Math.max(highY, D.map[2 * i + 1]);
}
let zoom = 1, dx = 0, dy = 0, near = -1, drag = null;
const span = Math.max(highX - lowX, highY - lowY) || 1;
const px = i => (30 + 690 * (D.map[2 * i] - lowX) / span) * zoom + dx;
const py = i => (30 + 690 * (D.map[2 * i + 1] - lowY) / span) * zoom + dy;
const colour = l => `hsl(${Math.round(360 * l / D.classes.length)},70%,45%)`;
const cut = i => [i % D.columns * D.cell, Math.floor(i / D.columns) * D.cell];
function draw() {
  g.fillStyle = "#fff"; g.fillRect(0, 0, 760, 760);
  const size = Math.min(64, 18 * Math.sqrt(zoom));
  for (let i = 0; i < n; i++) {
    const [sx, sy] = cut(i), x = px(i), y = py(i);
    g.fillStyle = colour(D.labels[i]);
    g.fillRect(x - size / 2 - 2, y - size / 2 - 2, size + 4, size + 4);
    g.drawImage(sheet, sx, sy, D.cell, D.cell, x - size / 2, y - size / 2, size, size);
  }
  if (near >= 0) {
    g.strokeStyle = "#000"; g.lineWidth = 3;
    g.strokeRect(px(near) - size / 2 - 4, py(near) - size / 2 - 4, size + 8, size + 8);
    g.lineWidth = 1;
    for (const [j] of D.near[near]) {
      g.beginPath(); g.moveTo(px(near), py(near)); g.lineTo(px(j), py(j)); g.stroke();
    }
  }
}
function thumb(i, text) {
  const c = document.createElement("canvas"); c.width = c.height = 64;
  c.setAttribute("aria-hidden", "true");
  const [sx, sy] = cut(i), t = c.getContext("2d"); t.imageSmoothingEnabled = false;
  t.drawImage(sheet, sx, sy, D.cell, D.cell, 0, 0, 64, 64);
  const row = document.createElement("div"); row.style = "display:flex;gap:10px;margin:4px 0";
  const label = document.createElement("span");
  label.textContent = `${D.classes[D.labels[i]]}${text}`; label.style.color = colour(D.labels[i]);
  row.append(c, label); return row;
}
function show(i) {
  near = i;
  const p = document.createElement("p"); p.textContent = "nearest by cosine:";
  side.replaceChildren(thumb(i, `, sample ${i}`), p);
  for (const [j, cosine] of D.near[i]) side.append(thumb(j, `, ${cosine.toFixed(3)}`));
  draw();
}
// Where the mouse is, in the pixels that are drawn, however wide they are shown.
const mouse = e => [e.offsetX, e.offsetY].map(v => v * canvas.width / canvas.clientWidth);
canvas.onmousemove = e => {
  const [mx, my] = mouse(e);
  if (drag) { dx += mx - drag[0]; dy += my - drag[1]; drag = [mx, my]; draw(); return; }
  let best = -1, least = 900;
  for (let i = 0; i < n; i++) {
    const d = (px(i) - mx) ** 2 + (py(i) - my) ** 2;
    if (d < least) { least = d; best = i; }
  }
  if (best >= 0 && best !== near) show(best);
};
canvas.onmousedown = e => { drag = mouse(e); };
canvas.onkeydown = e => {
  const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[e.key];
  if (by) { e.preventDefault(); show((Math.max(near, by > 0 ? -1 : 0) + by + n) % n); }
};
window.onmouseup = () => { drag = null; };
canvas.onwheel = e => {
  e.preventDefault();
  const [mx, my] = mouse(e);
  const f = e.deltaY < 0 ? 1.2 : 1 / 1.2, z = Math.max(1, Math.min(40, zoom * f)), r = z / zoom;
  dx = mx - (mx - dx) * r; dy = my - (my - dy) * r; zoom = z; draw();
};
D.classes.forEach((name, l) => {
  if (!D.labels.includes(l)) return;
  const s = document.createElement("span"); s.textContent = `\u25a0 ${name}  `; s.style.color = colour(l);
  s.style.marginRight = "1em"; document.getElementById("legend").append(s);
});
sheet.onload = draw;
sheet.src = D.sheet;
}
