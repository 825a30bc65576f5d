// Comforts only: the room one is in is scrolled to, and what is due within two days counts down by the
// second; the page says the same without.
"use strict";

const DAY = 86400;

function countDown(mark) {
  const left = Math.floor((Date.parse(mark.dataset.due) - Date.now()) / 1000);
  if (left < 0 || left > 2 * DAY) return;
  const parts = [Math.floor(left / 3600), Math.floor(left / 60) % 60, left % 60];
  mark.textContent = parts.map((part) => String(part).padStart(2, "0")).join(":");
}

const marks = document.querySelectorAll("[data-due]");
if (marks.length) {
  marks.forEach(countDown);
  setInterval(() => marks.forEach(countDown), 1000);
}

const here = document.querySelector(".rooms [aria-current]");
if (here) here.scrollIntoView({ block: "nearest", inline: "center" });
