import { Device } from 'mediasoup-client';
import { local, serve, tell, watch } from './common.js';

// what the server is asked, and its answers
const waiting = new Map();
let lastId = 0;
const request = (method, data = {}) => new Promise((resolve) => {
  waiting.set(++lastId, resolve);
  tell('request', { number: lastId, method, data });
});

// A real server of the library's is lite and needs no word of the client's side of ICE; the double is a full agent, and does.
async function tellIce(transport) {
  const pc = transport._handler._pc;
  while (pc.iceGatheringState !== 'complete') {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const { sdp } = pc.localDescription;
  await request('ice', {
    transport: transport.id, usernameFragment: /^a=ice-ufrag:(.*)$/m.exec(sdp)[1].trim(), password: /^a=ice-pwd:(.*)$/m.exec(sdp)[1].trim(),
    candidates: [...sdp.matchAll(/^a=candidate:(.*)$/gm)].map(([, line]) => line.trim()),
  });
}

let device;
let receiving;
const tracks = [];
function connects(transport) {
  transport.on('connect', ({ dtlsParameters }, done, failed) => {
    request('connect', { transport: transport.id, dtlsParameters }).then(done, failed);
  });
  transport.on('connectionstatechange', (state) => tell(state === 'connected' ? 'connect' : 'state', { state, direction: transport.direction }));
}

// one after the other, since a producer may come while another is taken
let queue = Promise.resolve();
async function consume(producer) {
  const { rtpCapabilities } = device;
  const consumer = await receiving.consume(await request('consume', { transport: receiving.id, producer, rtpCapabilities }));
  if (tracks.length === 0) {
    await tellIce(receiving);
  }
  tracks.push(consumer.track);
  if (tracks.length === 2) {
    watch(new MediaStream(tracks), () => receiving.getStats());
  }
}

serve({
  async start() {
    device = new Device({ handlerName: 'Chrome111' });
    await device.load({ routerRtpCapabilities: await request('capabilities') });
    const sending = device.createSendTransport(await request('transport'));
    receiving = device.createRecvTransport(await request('transport'));
    connects(sending);
    connects(receiving);
    sending.on('produce', ({ kind, rtpParameters }, done, failed) => {
      request('produce', { transport: sending.id, kind, rtpParameters }).then(done, failed);
    });
    const stream = await local();
    await sending.produce({ track: stream.getAudioTracks()[0] });
    await tellIce(sending);
    await sending.produce({ track: stream.getVideoTracks()[0] });
    tell('started');
  },
  answered(id, data) {
    waiting.get(id)(data);
    waiting.delete(id);
  },
  produced(producer) {
    queue = queue.then(() => consume(producer)).catch((error) => tell('failure', { text: `consume: ${error?.stack ?? error}` }));
  },
});
