// Figures of a call: from the page's getStats, and as the agent reports its own.

const rows = [
  ['Received', 'bitsPerSecondIn', (v) => bits(v)],
  ['Sent', 'bitsPerSecondOut', (v) => bits(v)],
  ['Packets lost', 'lossPercentIn', (v) => `${v.toFixed(1)} %`],
  ['Round trip', 'rttMillis', (v) => `${v.toFixed(1)} ms`],
  ['Jitter', 'jitterMillis', (v) => `${v.toFixed(1)} ms`],
  ['Frames received', 'framesPerSecondIn', (v) => `${v.toFixed(0)} /s`],
  ['Frames sent', 'framesPerSecondOut', (v) => `${v.toFixed(0)} /s`],
];

function bits(perSecond) {
  return perSecond >= 1e6 ? `${(perSecond / 1e6).toFixed(2)} Mbit/s` : `${(perSecond / 1e3).toFixed(0)} kbit/s`;
}

/** Shows figures in a table's body, with a column for the page and one for the agent. */
export class FiguresTable {
  #cells = { page: new Map(), agent: new Map() };

  constructor(body) {
    for (const [title, name] of rows) {
      const row = body.insertRow();
      const head = document.createElement('th');
      head.scope = 'row';
      head.textContent = title;
      row.append(head);
      for (const side of ['page', 'agent']) {
        const cell = row.insertCell();
        cell.dataset.side = side;
        cell.dataset.figure = name;
        cell.textContent = '–';
        this.#cells[side].set(name, cell);
      }
    }
  }

  show(side, figures) {
    for (const [, name, text] of rows) {
      const value = figures[name];
      this.#cells[side].get(name).textContent = Number.isFinite(value) ? text(value) : '–';
    }
  }

  clear() {
    this.show('page', {});
    this.show('agent', {});
  }
}

/** Turns one report after the other into figures by the second. */
export class PageFigures {
  #before = null;

  next(report) {
    const all = [...report.values()];
    const sum = (type, member) =>
      all.filter((s) => s.type === type).reduce((total, s) => total + (s[member] ?? 0), 0);
    const now = {
      at: performance.now(),
      bytesIn: sum('inbound-rtp', 'bytesReceived'),
      bytesOut: sum('outbound-rtp', 'bytesSent'),
      packetsIn: sum('inbound-rtp', 'packetsReceived'),
      lostIn: sum('inbound-rtp', 'packetsLost'),
      framesIn: sum('inbound-rtp', 'framesDecoded'),
      framesOut: sum('outbound-rtp', 'framesEncoded'),
    };
    const before = this.#before;
    this.#before = now;
    const figures = {};
    if (before) {
      const seconds = (now.at - before.at) / 1000;
      figures.bitsPerSecondIn = ((now.bytesIn - before.bytesIn) * 8) / seconds;
      figures.bitsPerSecondOut = ((now.bytesOut - before.bytesOut) * 8) / seconds;
      figures.framesPerSecondIn = (now.framesIn - before.framesIn) / seconds;
      figures.framesPerSecondOut = (now.framesOut - before.framesOut) / seconds;
      const lost = Math.max(0, now.lostIn - before.lostIn);
      const expected = lost + now.packetsIn - before.packetsIn;
      figures.lossPercentIn = expected > 0 ? (100 * lost) / expected : 0;
    }
    const jitters = all.filter((s) => s.type === 'inbound-rtp' && Number.isFinite(s.jitter)).map((s) => s.jitter);
    if (jitters.length > 0) {
      figures.jitterMillis = Math.max(...jitters) * 1000;
    }
    const pair = all.find((s) => s.type === 'candidate-pair' && s.nominated && Number.isFinite(s.currentRoundTripTime));
    const remote = all.find((s) => s.type === 'remote-inbound-rtp' && Number.isFinite(s.roundTripTime));
    const rtt = pair?.currentRoundTripTime ?? remote?.roundTripTime;
    if (rtt !== undefined) {
      figures.rttMillis = rtt * 1000;
    }
    return figures;
  }
}
