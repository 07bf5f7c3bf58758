'use strict';
document.querySelectorAll('.frames').forEach(box => {
  const frames = Array.from(box.children).filter(e => e.classList.contains('frame'));
  const tabs = Array.from(box.children[0].querySelectorAll('[role=tab]'));
  const slider = tabs.length ? null : box.children[0].querySelector('input');
  const show = n => {
    frames.forEach((f, i) => { f.hidden = i !== n; });
    tabs.forEach((t, i) => {
      t.setAttribute('aria-selected', String(i === n));
      t.tabIndex = i === n ? 0 : -1;
    });
    if (slider) {
      const name = frames[n].dataset.name;
      slider.setAttribute('aria-valuetext', name);
      box.children[0].querySelector('output').textContent = name;
    }
  };
  tabs.forEach((t, i) => {
    t.addEventListener('click', () => show(i));
    t.addEventListener('keydown', e => {
      const to = { ArrowRight: i + 1, ArrowLeft: i - 1, Home: 0, End: tabs.length - 1 }[e.key];
      if (to === undefined) return;
      e.preventDefault();
      const n = (to + tabs.length) % tabs.length;
      show(n);
      tabs[n].focus();
    });
  });
  if (slider) slider.addEventListener('input', () => show(Number(slider.value)));
  show(slider ? Number(slider.value) : Number(box.dataset.first));
});
