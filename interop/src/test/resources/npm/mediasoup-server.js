// A double of mediasoup's server, on the ORTC objects: every transport a gatherer and what stands on it, every producer a receiver, every
// consumer a sender of the producer's track.
import { serve, tell } from './common.js';

const MID = 'urn:ietf:params:rtp-hdrext:sdes:mid';
const CAPABILITIES = {
  codecs: [
    { kind: 'audio', mimeType: 'audio/opus', clockRate: 48000, channels: 2, preferredPayloadType: 100, parameters: {}, rtcpFeedback: [] },
    {
      kind: 'video', mimeType: 'video/VP8', clockRate: 90000, preferredPayloadType: 101, parameters: {},
      rtcpFeedback: [{ type: 'nack', parameter: '' }, { type: 'nack', parameter: 'pli' }, { type: 'ccm', parameter: 'fir' }],
    },
  ],
  headerExtensions: ['audio', 'video'].map((kind) => ({ kind, uri: MID, preferredId: 1, preferredEncrypt: false, direction: 'sendrecv' })),
};

const transports = new Map();
const producers = new Map();
let lastId = 0;
const newId = (kind) => `${kind}-${++lastId}`;

// mediasoup's parameters as the objects have them
const ortc = ({ mid, codecs, headerExtensions = [], encodings, rtcp = {} }) => ({
  muxId: mid ?? '',
  codecs: codecs.map(({ mimeType, ...codec }) => ({ ...codec, name: mimeType.split('/')[1] })),
  headerExtensions: headerExtensions.filter(({ uri }) => uri === MID).map(({ uri, id }) => ({ uri, id, encrypt: false, parameters: {} })),
  encodings: encodings.map(({ ssrc, rtx }) => ({ ssrc, ...(rtx ? { rtx: { ssrc: rtx.ssrc } } : {}) })),
  rtcp: { cname: rtcp.cname ?? 'server', reducedSize: true, mux: true },
});

const methods = {
  capabilities: () => CAPABILITIES,

  async transport() {
    const gatherer = new RTCIceGatherer({ gatherPolicy: 'all', iceServers: [] });
    const ice = new RTCIceTransport(gatherer);
    const dtls = new RTCDtlsTransport(ice, []);
    const id = newId('transport');
    transports.set(id, { gatherer, ice, dtls, mids: 0 });
    await new Promise((resolve) => {
      gatherer.onstatechange = () => gatherer.state === 'complete' && resolve();
      gatherer.gather();
    });
    return {
      id, iceParameters: { ...gatherer.getLocalParameters(), iceLite: true },
      iceCandidates: gatherer.getLocalCandidates().filter((c) => c.ip).map(({ foundation, priority, ip, port, protocol, type }) => ({
        foundation, priority, ip, address: ip, port, protocol, type,
      })),
      dtlsParameters: dtls.getLocalParameters(),
    };
  },

  connect({ transport, dtlsParameters }) {
    transports.get(transport).dtls.start(dtlsParameters);
    return {};
  },

  ice({ transport, usernameFragment, password, candidates }) {
    const { ice, gatherer } = transports.get(transport);
    ice.start(gatherer, { usernameFragment, password }, 'controlled');
    for (const line of candidates) {
      const [foundation, , protocol, priority, ip, port, , type] = line.split(' ');
      if (!ip.endsWith('.local') && protocol.toLowerCase() === 'udp') {
        ice.addRemoteCandidate({ foundation, protocol: 'udp', priority: Number(priority), ip, port: Number(port), type });
      }
    }
    return {};
  },

  async produce({ transport, kind, rtpParameters }, who) {
    const receiver = new RTCRtpReceiver(kind, transports.get(transport).dtls);
    await receiver.receive(ortc(rtpParameters));
    const id = newId('producer');
    producers.set(id, { kind, receiver, who });
    tell('produced', { producer: id, who });
    return { id };
  },

  async consume({ transport, producer }) {
    const { kind, receiver } = producers.get(producer);
    const { dtls, ...state } = transports.get(transport);
    const codec = CAPABILITIES.codecs.find((c) => c.kind === kind);
    const { preferredPayloadType: payloadType, mimeType, clockRate, channels, parameters, rtcpFeedback } = codec;
    const rtpParameters = {
      mid: String(transports.get(transport).mids++),
      codecs: [{ mimeType, payloadType, clockRate, ...(channels ? { channels } : {}), parameters, rtcpFeedback }],
      headerExtensions: [{ uri: MID, id: 1, encrypt: false, parameters: {} }],
      encodings: [{ ssrc: crypto.getRandomValues(new Uint32Array(1))[0] }],
      rtcp: { cname: 'server', reducedSize: true },
    };
    const sender = new RTCRtpSender(receiver.track, dtls);
    await sender.send(ortc(rtpParameters));
    return { id: newId('consumer'), producerId: producer, kind, rtpParameters };
  },
};

serve({
  async request(who, number, method, data) {
    tell('answered', { who, number, data: await methods[method](data, who) });
  },
});
