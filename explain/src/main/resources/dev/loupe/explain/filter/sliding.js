{
const D = DATA;
const out = [0, 1].map(a => Math.floor((D.size[a] + D.before[a] + D.after[a]
  - D.dilation[a] * (D.kernel[a] - 1) - 1) / D.stride[a]) + 1);
const places = out[0] * out[1], C = D.channels, line = D.size[0] === 1;
const taps = D.kernel[0] * D.kernel[1];
function value(y, x, c) {
  return y < 0 || x < 0 || y >= D.size[0] || x >= D.size[1] ? 0 : D.input[(y * D.size[1] + x) * C + c];
}
function at(place) {
  const py = Math.floor(place / out[1]), px = place % out[1];
  const patch = [], products = []; let sum = D.bias;
  for (let t = 0; t < taps; t++) {
    const ky = Math.floor(t / D.kernel[1]), kx = t % D.kernel[1];
    const y = py * D.stride[0] - D.before[0] + ky * D.dilation[0];
    const x = px * D.stride[1] - D.before[1] + kx * D.dilation[1];
    let product = 0; const seen = [];
    for (let c = 0; c < C; c++) {
      seen.push(value(y, x, c));
      product += value(y, x, c) * D.filter[t * C + c];
    }
    patch.push(seen); products.push(product); sum += product;
  }
  return { py, px, patch, products, sum };
}
const map = []; for (let p = 0; p < places; p++) map.push(at(p).sum);
const range = a => { let m = 1e-9; for (const v of a) m = Math.max(m, Math.abs(v)); return m; };
let low = Infinity, high = -Infinity;
for (const v of D.input) { low = Math.min(low, v); high = Math.max(high, v); }
const mostWeight = range(D.filter), mostMap = range(map);
let mostProduct = 0;
for (let p = 0; p < places; p += Math.max(1, Math.floor(places / 400)))
  mostProduct = Math.max(mostProduct, range(at(p).products));
const grey = v => { const g = Math.round(255 * (v - low) / (high - low || 1)); return g; };
function shown(seen) {
  const o = D.order;
  if (C === 3) return `rgb(${grey(seen[o[0]])},${grey(seen[o[1]])},${grey(seen[o[2]])})`;
  const g = grey(seen[0]); return `rgb(${g},${g},${g})`;
}
function signed(v, most) {
  const s = Math.max(-1, Math.min(1, v / most)), a = Math.abs(s), to = s > 0 ? [190, 80, 20] : [20, 70, 170];
  return `rgb(${to.map(c => Math.round(250 + (c - 250) * a)).join(",")})`;
}
function weight(t) {
  const w = D.filter.slice(t * C, t * C + C), o = D.order;
  const g = v => Math.round(127.5 + 127.5 * v / mostWeight);
  return C === 3 ? `rgb(${g(w[o[0]])},${g(w[o[1]])},${g(w[o[2]])})` : `rgb(${g(w[0])},${g(w[0])},${g(w[0])})`;
}
const $ = id => document.getElementById(id);
const input = $("input"), middle = $("middle"), result = $("map");
const unit = line ? 420 / D.size[1] : Math.min(420 / D.size[0], 420 / D.size[1]);
const unitMap = line ? 420 / out[1] : Math.min(420 / out[0], 420 / out[1]);
if (line) { input.height = 180; result.height = 180; }
let place = 0, timer = 0;
function curve(g, values, from, to, width, height, color) {
  const y = v => height - 8 - (height - 16) * (v - from) / (to - from || 1);
  g.strokeStyle = color; g.lineWidth = 1.5; g.beginPath();
  values.forEach((v, i) => g.lineTo((i + .5) * width, y(v))); g.stroke();
}
function drawInput(now) {
  const g = input.getContext("2d");
  g.fillStyle = "#f2f2f2"; g.fillRect(0, 0, input.width, input.height);
  if (line) {
    const first = []; for (let x = 0; x < D.size[1]; x++) first.push(value(0, x, 0));
    curve(g, first, low, high, unit, input.height, "#333");
  } else for (let y = 0; y < D.size[0]; y++) for (let x = 0; x < D.size[1]; x++) {
    const seen = []; for (let c = 0; c < C; c++) seen.push(value(y, x, c));
    g.fillStyle = shown(seen);
    g.fillRect(x * unit, y * unit, Math.ceil(unit), Math.ceil(unit));
  }
  const y = now.py * D.stride[0] - D.before[0], x = now.px * D.stride[1] - D.before[1];
  g.strokeStyle = "#e4572e"; g.lineWidth = 3;
  g.strokeRect(x * unit, line ? 2 : y * unit, (D.dilation[1] * (D.kernel[1] - 1) + 1) * unit,
    line ? input.height - 4 : (D.dilation[0] * (D.kernel[0] - 1) + 1) * unit);
}
function drawMiddle(now) {
  const g = middle.getContext("2d");
  g.clearRect(0, 0, middle.width, middle.height);
  const cell = Math.min(150 / D.kernel[0], 240 / D.kernel[1]);
  const colours = [t => shown(now.patch[t]), weight, t => signed(now.products[t], mostProduct)];
  const names = ["under the window", "times the filter", "= products"];
  colours.forEach((colour, part) => {
    const top = part * (D.kernel[0] * cell + 36);
    g.fillStyle = getComputedStyle(document.body).color; g.font = "13px system-ui, sans-serif"; g.fillText(names[part], 0, top + 14);
    for (let t = 0; t < taps; t++) {
      g.fillStyle = colour(t);
      g.fillRect(t % D.kernel[1] * cell, top + 20 + Math.floor(t / D.kernel[1]) * cell, cell - 1, cell - 1);
      g.strokeStyle = "#bbb";
      g.strokeRect(t % D.kernel[1] * cell + .5, top + 20.5 + Math.floor(t / D.kernel[1]) * cell, cell - 2, cell - 2);
    }
  });
}
function drawMap() {
  const g = result.getContext("2d");
  g.fillStyle = "#f2f2f2"; g.fillRect(0, 0, result.width, result.height);
  if (line) { curve(g, map.slice(0, place + 1), -mostMap, mostMap, unitMap, result.height, "#333"); return; }
  for (let p = 0; p <= place; p++) {
    g.fillStyle = signed(map[p], mostMap);
    g.fillRect(p % out[1] * unitMap, Math.floor(p / out[1]) * unitMap, Math.ceil(unitMap), Math.ceil(unitMap));
  }
  g.strokeStyle = "#e4572e"; g.lineWidth = 2;
  g.strokeRect(place % out[1] * unitMap, Math.floor(place / out[1]) * unitMap, unitMap, unitMap);
}
function go(next) {
  place = Math.max(0, Math.min(places - 1, next));
  const now = at(place), f = v => v.toFixed(3);
  drawInput(now); drawMiddle(now); drawMap();
  $("place").value = place;
  $("where").textContent = line ? `place ${now.px}` : `row ${now.py}, column ${now.px}`;
  const shownProducts = now.products.slice(0, 9).map(f).join(" + ");
  $("sum").textContent = `${shownProducts}${taps > 9 ? " + \u2026" : ""} + bias ${f(D.bias)} = ${f(now.sum)}`;
}
function play(on) {
  clearInterval(timer); timer = 0;
  $("play").textContent = on ? "stop" : "play";
  if (!on) return;
  if (place >= places - 1) go(0);
  timer = setInterval(() => {
    go(place + Math.ceil(+$("speed").value / 8));
    if (place >= places - 1) play(false);
  }, +$("speed").value === 1 ? 400 : 60);
}
$("place").max = places - 1;
$("place").oninput = e => { play(false); go(+e.target.value); };
$("play").onclick = () => play(!timer);
$("back").onclick = () => { play(false); go(place - 1); };
$("forth").onclick = () => { play(false); go(place + 1); };
$("speed").onchange = () => { if (timer) play(true); };
document.onkeydown = e => {
  const moves = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: out[1], ArrowUp: -out[1], Home: -places, End: places };
  if (e.key === " " && e.target.tagName !== "BUTTON") { e.preventDefault(); play(!timer); }
  else if (e.key in moves && e.target.tagName !== "SELECT") { e.preventDefault(); play(false); go(place + moves[e.key]); }
};
go(Math.floor(out[0] / 2) * out[1] + Math.floor(out[1] / 2));
}
