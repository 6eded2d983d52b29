// A place chosen on the map of the home page is one end of a trip: the planner asks for the other.
const map = document.getElementById("home-map");
const planner = document.querySelector("[data-planner]");

map?.addEventListener("map:pick", (event) => {
  const { lat, lon, role, name } = event.detail;
  const end = role === "from" ? "from" : "to";
  const at = `${lat.toFixed(5)},${lon.toFixed(5)}`;
  const question = new URLSearchParams({ [end]: name || at, [`${end}_at`]: at });
  window.location.assign(`${planner.href}?${question}`);
});
