// The page of `corrsyn explore`: sends the model that the controls say, and shows what comes back. Whatever comes
// from elsewhere is put into the page as text.
"use strict";

(() => {
  const element = (id) => document.getElementById(id);
  const token = new URLSearchParams(location.search).get("token") ?? "";
  const first = JSON.parse(element("model").textContent);
  const modelKeys = ["correlation", "gain", "biasVariance", "depth", "width", "inputRatio", "inputStd"];
  const samplingKeys = ["instances", "samples", "seed"];
  const uncorrelated = ["independent", "orthogonal"];
  const charts = ["dimension", "correlations"];

  let theory = null; // the last answer of the theory, if it has layers or an error
  let sampled = null; // the last line of samples of the same model
  let sampling = null; // the AbortController of the samples under way
  let edition = 0; // how many times the model has changed
  let isAsking = false;
  let isWanted = false;
  let frame = 0;
  let wanted = 0; // how many networks were asked for
  let news = 0; // the frame that will show samples

  // ---- what the controls say

  const isFormula = () => element("activation").value === "";
  const isUncorrelated = () => uncorrelated.includes(element("weights").value);

  /** The numbers of some controls; null if one is no number, which is then said there. */
  function numbers(keys) {
    const values = {};
    for (const key of keys) {
      const value = element(key).valueAsNumber;
      if (Number.isNaN(value)) {
        say(key, "a number is needed");
        return null;
      }
      values[key] = value;
    }
    return values;
  }

  function model() {
    const keys = modelKeys.filter((key) => key !== "correlation" || !isUncorrelated());
    const values = numbers(keys);
    if (!values) {
      return null;
    }
    const all = {
      ...first,
      ...values,
      weights: element("weights").value,
      activation: isFormula() ? element("formula").value : element("activation").value,
    };
    if (isUncorrelated()) {
      delete all.correlation;
    }
    return all;
  }

  // ---- what goes wrong

  function box(parameter) {
    return element(parameter === "activation" && isFormula() ? "formula" : parameter);
  }

  function say(parameter, message) {
    const control = parameter && box(parameter);
    const place = control && element(`${control.id}-problem`);
    if (place) {
      // The place says already what it is about.
      place.textContent = message.replace(/^(model|request): /, "");
      place.hidden = false;
      control.setAttribute("aria-invalid", "true");
    }
    status(place ? "" : message, true);
  }

  function forget() {
    for (const place of document.querySelectorAll(".problem[id]")) {
      place.hidden = true;
      place.textContent = "";
      element(place.id.replace("-problem", "")).removeAttribute("aria-invalid");
    }
  }

  function status(message, isBad = false) {
    element("status").textContent = message;
    element("status").classList.toggle("bad", isBad);
  }

  // ---- requests

  async function post(path, body, signal) {
    const response = await fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CorrSyn-Token": token },
      body: JSON.stringify(body),
      credentials: "omit",
      cache: "no-store",
      signal,
    });
    if (!response.ok) {
      throw new Error((await response.text()).trim() || `the program answers ${response.status}`);
    }
    return response;
  }

  function words(error) {
    return error instanceof TypeError ? "the program does not answer; it may have ended" : error.message;
  }

  /** Asks for the theory with the next frame; while an answer is awaited, once more after it. */
  function want() {
    frame ||= requestAnimationFrame(() => {
      frame = 0;
      ask();
    });
  }

  async function ask() {
    if (isAsking) {
      isWanted = true;
      return;
    }
    forget();
    const asked = model();
    if (!asked) {
      blank();
      return;
    }
    isAsking = true;
    isWanted = false;
    const of = edition;
    const late = setTimeout(() => status("computing \u2026"), 250);
    try {
      const answer = await (await post("/theory", asked)).json();
      // While a slider moves, an answer that is late is newer than what is shown; an error may be past.
      if (of === edition || answer.validity) {
        forget();
        show(answer);
      }
    } catch (error) {
      blank();
      status(words(error), true);
    } finally {
      clearTimeout(late);
      isAsking = false;
      if (isWanted) {
        ask();
      }
    }
  }

  function changed() {
    edition++;
    sampling?.abort();
    forgetSamples();
    element("progress").textContent = "";
    element("correlation").disabled = element("correlation-slider").disabled = isUncorrelated();
    element("formula-row").hidden = !isFormula();
    want();
  }

  // ---- pictures, table and commands

  /** What is shown is not of this model. */
  function blank() {
    theory = null;
    element("pictures").classList.add("stale");
    element("copy-command").disabled = element("copy-json").disabled = true;
  }

  function show(answer) {
    if (!answer.model) {
      blank();
      say(answer.error.parameter, answer.error.message);
      return;
    }
    theory = answer;
    element("copy-command").disabled = element("copy-json").disabled = false;
    if (answer.error) {
      say(answer.error.parameter, answer.error.message);
    } else {
      status(`The ${answer.validity.closure} map ${answer.validity.holds ? "holds" : "does NOT hold"}: ${answer.validity.reason}.`, !answer.validity.holds);
    }
    redraw();
  }

  function redraw() {
    const source = sampled ?? theory;
    element("pictures").classList.toggle("stale", source.charts.length === 0);
    const isNarrow = matchMedia("(max-width: 40rem)").matches;
    // Where it is narrow, the heading says what the axis would, and the words above the pictures what the legend would.
    source.charts.forEach((chart, number) =>
      corrsynCharts.draw(element(charts[number]), isNarrow ? { ...chart, hasLegend: false, height: 190, y: { ...chart.y, label: "" } } : chart));
    table();
    element("theory-command").textContent = theory.commandLine;
    element("sample-command").textContent = sampled?.commandLine ?? "";
    element("sample-command").hidden = !sampled;
  }

  const digits = (value) => (value === 0 ? "0" : value.toPrecision(4).replace(/e([+-])(\d)$/, "e$10$2"));

  function estimate(value) {
    return value ? digits(value.mean) + (value.standardError === null ? "" : ` \u00b1 ${value.standardError.toPrecision(2)}`) : "";
  }

  function row(parent, cells, tag) {
    const line = parent.insertRow();
    for (const [number, text] of cells.entries()) {
      const cell = document.createElement(number === 0 ? "th" : tag);
      cell.scope = tag === "th" ? "col" : "row";
      if (tag === "td" && number > 0) {
        cell.removeAttribute("scope");
      }
      cell.textContent = text;
      line.append(cell);
    }
  }

  function table() {
    const whole = element("numbers");
    whole.tHead?.remove();
    for (const body of [...whole.tBodies]) {
      body.remove();
    }
    const [byTheory, bySample] = [theory.layers, sampled?.layers ?? []];
    const column = (name) => [...(byTheory.length ? [name] : []), ...(bySample.length ? [`${name}, simulated`] : [])];
    row(whole.createTHead(), ["layer", ...column("D/N"), ...column("N \u03a3")], "th");
    const body = whole.createTBody();
    for (let layer = 0; layer < Math.max(byTheory.length, bySample.length); layer++) {
      const cells = (key) => [
        ...(byTheory.length ? [digits(byTheory[layer][key])] : []),
        ...(bySample.length ? [estimate(bySample[layer]?.[key])] : []),
      ];
      row(body, [String(layer), ...cells("dimension"), ...cells("nSigma")], "td");
    }
  }

  // ---- samples

  async function sample() {
    sampling?.abort();
    forget();
    const of = edition;
    const [asked, settings] = [model(), numbers(samplingKeys)];
    if (!asked || !settings) {
      return;
    }
    const controller = new AbortController();
    sampling = controller;
    forgetSamples();
    running(true);
    element("progress").textContent = "sampling \u2026";
    try {
      const response = await post("/sample", { model: asked, ...settings }, controller.signal);
      await lines(response, (line) => {
        if (of === edition && sampling === controller) {
          take(line, settings.instances);
        }
      });
    } catch (error) {
      if (sampling === controller && of === edition) {
        tell();
        element("progress").textContent = controller.signal.aborted ? stopped() : "";
        if (!controller.signal.aborted) {
          say(null, words(error));
        }
      }
    } finally {
      if (sampling === controller) {
        sampling = null;
        running(false);
      }
    }
  }

  const stopped = () => (sampled ? `stopped after ${count(sampled.networks)}` : "stopped");
  const count = (networks) => (networks === 1 ? "1 network" : `${networks} networks`);

  function take(line, all) {
    if (line.error) {
      element("progress").textContent = "";
      say(line.error.parameter, line.error.message);
      return;
    }
    sampled = line;
    wanted = all;
    // Networks may come in faster than they can be drawn.
    news ||= requestAnimationFrame(tell);
  }

  /** Shows the last line of samples, if it is not shown yet. */
  function tell() {
    if (!news) {
      return;
    }
    cancelAnimationFrame(news);
    news = 0;
    element("progress").textContent = (sampled.isLast ? count(sampled.networks) : `${sampled.networks} of ${count(wanted)}`) + (sampled.note ? `; ${sampled.note}` : "");
    if (theory) {
      redraw();
    }
  }

  function forgetSamples() {
    cancelAnimationFrame(news);
    news = 0;
    sampled = null;
  }

  /** Calls back with each line of a stream of JSON lines. */
  async function lines(response, each) {
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = "";
    for (;;) {
      const { value, done } = await reader.read();
      if (done) {
        return;
      }
      const parts = (rest + value).split("\n");
      rest = parts.pop();
      parts.forEach((part) => each(JSON.parse(part)));
    }
  }

  function running(isRunning) {
    element("sample").disabled = isRunning;
    element("stop").disabled = !isRunning;
    if (document.activeElement === document.body) {
      // The button that was pressed can no longer hold the focus.
      element(isRunning ? "stop" : "sample").focus();
    }
  }

  // ---- copies

  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      element("copied").textContent = "copied";
    } catch {
      element("copied").textContent = "could not copy; select the text instead";
    }
    setTimeout(() => (element("copied").textContent = ""), 2000);
  }

  // ---- events

  for (const slider of document.querySelectorAll("[data-slides]")) {
    const number = element(slider.dataset.slides);
    slider.addEventListener("input", () => {
      number.value = slider.value;
      changed();
    });
    // A slider stays at its end where the number is beyond it.
    number.addEventListener("input", () => (slider.value = number.value));
  }
  for (const key of [...modelKeys, "weights", "activation", "formula"]) {
    element(key).addEventListener("input", changed);
  }
  for (const key of samplingKeys) {
    element(key).addEventListener("input", changed);
  }
  element("sample").addEventListener("click", sample);
  element("stop").addEventListener("click", () => sampling?.abort());
  element("copy-command").addEventListener("click", () => theory && copy(theory.commandLine));
  element("copy-json").addEventListener("click", () => theory && copy(JSON.stringify(theory.model, null, 2) + "\n"));
  for (const media of ["(prefers-color-scheme: dark)", "(max-width: 40rem)"]) {
    matchMedia(media).addEventListener("change", () => theory && redraw());
  }
  changed();
})();
