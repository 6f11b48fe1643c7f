// Puts the telephone's own place into the box beside the button; without script the box is typed into.
for (const button of document.querySelectorAll("[data-my-place]")) {
  const box = document.getElementById(button.dataset.myPlace);
  if (!navigator.geolocation || !box) continue;
  button.hidden = false;
  button.addEventListener("click", () => {
    const label = button.textContent;
    button.textContent = button.dataset.asking;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        box.value = `${coords.latitude.toFixed(5)}, ${coords.longitude.toFixed(5)}`;
        button.textContent = label;
        box.focus();
      },
      () => { button.textContent = button.dataset.refused; },
      { enableHighAccuracy: true, timeout: 15000, maximumAge: 60000 },
    );
  });
}
