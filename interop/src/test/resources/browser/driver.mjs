// Drives one headless browser for a test: commands as JSON lines on standard input, answers and events on standard output.
//   {"id":1,"call":"offer","args":[...]} -> {"id":1,"value":...} or {"id":1,"error":"..."}
//   {"id":2,"screenshot":"/path.png"}
//   {"id":6,"width":360,"height":640}, the screen of a telephone
//   {"id":3,"click":"#selector"}, {"id":4,"type":"#selector","text":"..."}, {"id":5,"evaluate":"expression or function body"}
// With a URL or a file beside it as its third argument it opens that page in place of page.html.
// Events that the page emits come as {"event":...}. At end of input the browser is closed.
import { createServer } from 'node:http';
import { readFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createInterface } from 'node:readline';
import puppeteer from 'puppeteer-core';

const [kind, executablePath, wanted = ''] = process.argv.slice(2);
const here = dirname(fileURLToPath(import.meta.url));
const profile = await mkdtemp(join(tmpdir(), 'plumb-browser-'));
const say = (message) => process.stdout.write(JSON.stringify(message) + '\n');

// browsers give camera and microphone to pages of localhost
const server = createServer(async (request, response) => {
  const files = ['/page.js', '/negotiation.js', '/data.html', '/peer.js', '/sha256.js'];
  const name = files.includes(request.url) ? request.url.slice(1) : 'page.html';
  response.setHeader('content-type', name.endsWith('.js') ? 'text/javascript' : 'text/html');
  response.end(await readFile(join(here, name)));
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));

const options = {
  chromium: {
    browser: 'chrome',
    args: ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
      '--disable-background-networking', '--disable-component-update', '--disable-sync',
      '--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream', '--autoplay-policy=no-user-gesture-required',
      '--disable-features=WebRtcHideLocalIpsWithMdns', '--allow-loopback-in-peer-connection',
      '--disable-renderer-backgrounding', '--disable-background-timer-throttling'],
  },
  firefox: {
    browser: 'firefox',
    headless: true,
    extraPrefsFirefox: {
      'media.navigator.streams.fake': true,
      'media.navigator.permission.disabled': true,
      'media.peerconnection.ice.loopback': true,
      'media.peerconnection.ice.obfuscate_host_addresses': false,
      'media.autoplay.default': 0,
      'media.autoplay.blocking_policy': 0,
      'media.autoplay.block-webaudio': false,
      'network.captive-portal-service.enabled': false,
      'network.connectivity-service.enabled': false,
      'app.update.enabled': false,
    },
  },
}[kind];
const browser = await puppeteer.launch({ executablePath, userDataDir: profile, dumpio: false, ...options });
const page = await browser.newPage();
page.on('pageerror', (error) => say({ event: 'pageerror', message: String(error) }));
page.on('console', (message) => process.stderr.write('[page] ' + message.text() + '\n'));
await page.setViewport({ width: 1200, height: 900 });
await page.goto(wanted.includes('://') ? wanted : `http://127.0.0.1:${server.address().port}/${wanted}`);

// the page's events are fetched by polling, which every browser's protocol can do
let polling = true;
const poll = (async () => {
  while (polling) {
    const events = await page.evaluate(() => window.takeEvents?.() ?? []).catch(() => []);
    events.forEach((event) => say(event));
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
})();

say({ event: 'ready', version: await browser.version() });

async function handle(line) {
  const command = JSON.parse(line);
  try {
    if (command.screenshot) {
      await page.screenshot({ path: command.screenshot });
      say({ id: command.id, value: command.screenshot });
      return;
    }
    if (command.width) {
      await page.setViewport({ width: command.width, height: command.height, isMobile: true });
      say({ id: command.id, value: null });
      return;
    }
    if (command.click) {
      await page.click(command.click);
      say({ id: command.id, value: null });
      return;
    }
    if (command.type) {
      await page.type(command.type, command.text);
      say({ id: command.id, value: null });
      return;
    }
    if (command.evaluate) {
      say({ id: command.id, value: (await page.evaluate(command.evaluate)) ?? null });
      return;
    }
    const value = await page.evaluate((name, args) => window.commands[name](...args), command.call, command.args ?? []);
    say({ id: command.id, value: value === undefined ? null : value });
  } catch (error) {
    say({ id: command.id, error: String(error) });
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  if (line.trim()) {
    handle(line);
  }
}
polling = false;
await poll;
await browser.close().catch(() => {});
server.close();
await rm(profile, { recursive: true, force: true, maxRetries: 5 }).catch(() => {});
process.exit(0);
