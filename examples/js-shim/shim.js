// Offer and answer with session descriptions, written in JavaScript on the objects alone: what the draft said anybody could write.
// One bundle, RTCP on RTP's port; audio and video both ways, data channels, candidates that trickle. Nothing here is privileged.
'use strict';

const MID = 'urn:ietf:params:rtp-hdrext:sdes:mid';
const EXTENSIONS = { audio: [MID], video: [MID] };

// ---- session descriptions: text in, sections out

function parseSdp(text) {
  const [session, ...media] = text.trim().split(/\r?\n(?=m=)/).map(section);
  return { session, media, bundle: (value(session, 'group:BUNDLE ') || '').split(' ') };
}

function section(text) {
  const lines = text.split(/\r?\n/);
  const [kind, port, , ...formats] = lines[0].startsWith('m=') ? lines[0].slice(2).split(' ') : [];
  return { lines, kind, port: Number(port), formats };
}

const values = ({ lines }, name) => lines.filter(l => l.startsWith(`a=${name}`)).map(l => l.slice(2 + name.length));
const value = (s, name) => values(s, name)[0];
const flag = ({ lines }, name) => lines.includes(`a=${name}`);
const directionOf = s => ['sendrecv', 'sendonly', 'recvonly', 'inactive'].find(d => flag(s, d)) || 'sendrecv';
const sends = direction => direction === 'sendrecv' || direction === 'sendonly';
const receives = direction => direction === 'sendrecv' || direction === 'recvonly';
const direction = (s, r) => (s ? (r ? 'sendrecv' : 'sendonly') : r ? 'recvonly' : 'inactive');

function codecsOf(s) {
  return s.formats.map(payloadType => {
    const map = value(s, `rtpmap:${payloadType} `);
    if (map === undefined) {
      return undefined;
    }
    const [name, clockRate, channels] = map.split('/');
    const parameters = {};
    for (const part of (value(s, `fmtp:${payloadType} `) || '').split(';').filter(p => p.includes('='))) {
      const [key, ...rest] = part.trim().split('=');
      parameters[key] = rest.join('=');
    }
    const rtcpFeedback = values(s, `rtcp-fb:${payloadType} `).map(line => {
      const [type, parameter = ''] = line.split(' ');
      return { type, parameter };
    });
    const codec = { name, payloadType: Number(payloadType), clockRate: Number(clockRate), parameters, rtcpFeedback };
    return s.kind === 'audio' ? { ...codec, channels: Number(channels || 1) } : codec;
  }).filter(c => c !== undefined);
}

const extensionsOf = s => values(s, 'extmap:').map(line => {
  const [id, uri] = line.split(' ');
  return { id: Number(id.split('/')[0]), uri };
});

function candidateOf(line) {
  const [foundation, , protocol, priority, ip, port, , type, ...rest] = line.replace(/^(a=)?candidate:/, '').split(' ');
  const extra = name => rest[rest.indexOf(name) + 1];
  const candidate = { foundation, protocol: protocol.toLowerCase(), priority: Number(priority), ip, port: Number(port), type };
  if (rest.includes('raddr')) {
    candidate.relatedAddress = extra('raddr');
    candidate.relatedPort = Number(extra('rport'));
  }
  if (rest.includes('tcptype')) {
    candidate.tcpType = extra('tcptype');
  }
  return candidate;
}

const candidateLine = c => `candidate:${c.foundation} 1 ${c.protocol} ${c.priority} ${c.ip} ${c.port} typ ${c.type}`
  + (c.relatedAddress ? ` raddr ${c.relatedAddress} rport ${c.relatedPort}` : '');

// ---- what both sides can do

// ours, as capabilities say it; repair is left out to keep this short
const ourCodecs = kind => RTCRtpReceiver.getCapabilities(kind).codecs
  .filter(c => c.name !== 'rtx' && c.name !== 'telephone-event')
  .map(c => ({ ...c, payloadType: c.preferredPayloadType, rtcpFeedback: c.rtcpFeedback || [], parameters: c.parameters || {} }));

const same = (a, b) => a.name.toLowerCase() === b.name.toLowerCase() && a.clockRate === b.clockRate && a.channels === b.channels
  && ['packetization-mode', 'profile-id'].every(p => (a.parameters[p] || '0') === (b.parameters[p] || '0'))
  && (a.parameters['profile-level-id'] || '42').slice(0, 2) === (b.parameters['profile-level-id'] || '42').slice(0, 2);

// theirs that we have, under their payload types, with the feedback that both know
const common = (kind, theirs) => theirs.flatMap(t => {
  const ours = ourCodecs(kind).find(o => same(o, t));
  return ours === undefined ? [] : [{
    ...t, rtcpFeedback: t.rtcpFeedback.filter(f => ours.rtcpFeedback.some(o => o.type === f.type && (o.parameter || '') === f.parameter)),
  }];
});

// ---- the connection

class ShimPeerConnection extends EventTarget {
  signalingState = 'stable';
  localDescription = null;
  remoteDescription = null;
  #sections = []; // {mid, kind, sender, receiver, track}
  #gatherer = new RTCIceGatherer();
  #ice = new RTCIceTransport(this.#gatherer);
  #dtls = new RTCDtlsTransport(this.#ice);
  #sctp = new RTCSctpTransport(this.#dtls);
  #started = false;
  #offering = false;
  #cname = Math.random().toString(36).slice(2);
  #ssrcs = new Map();

  constructor() {
    super();
    this.#gatherer.onicecandidate = ({ candidate }) => this.#tell('icecandidate', { candidate: candidate.complete ? null : {
      candidate: candidateLine(candidate), sdpMid: this.#sections[0].mid, sdpMLineIndex: 0,
      usernameFragment: this.#gatherer.getLocalParameters().usernameFragment,
    } });
    this.#ice.onstatechange = this.#dtls.onstatechange = () => this.#tell('connectionstatechange', {});
    this.#sctp.ondatachannel = ({ channel }) => this.#tell('datachannel', { channel });
  }

  #tell(type, members) {
    this.dispatchEvent(Object.assign(new Event(type), members));
  }

  get connectionState() {
    const states = [this.#ice.state, this.#dtls.state];
    return ['failed', 'closed', 'disconnected'].find(s => states.includes(s))
      || (this.#dtls.state === 'connected' ? 'connected' : states.every(s => s === 'new') ? 'new' : 'connecting');
  }

  addTrack(track) {
    const free = this.#sections.find(s => s.kind === track.kind && !s.track);
    const place = free || this.#add(track.kind);
    place.track = track;
    place.sender = new RTCRtpSender(track, this.#dtls);
    return place.sender;
  }

  createDataChannel(label, init = {}) {
    if (!this.#sections.some(s => s.kind === 'application')) {
      this.#add('application');
    }
    return new RTCDataChannel(this.#sctp, { ...init, label });
  }

  #add(kind, mid = `${this.#sections.length}`) {
    const place = { mid, kind, sender: null, receiver: null, track: null };
    if (kind !== 'application') {
      place.receiver = new RTCRtpReceiver(kind, this.#dtls);
    }
    this.#sections.push(place);
    return place;
  }

  // ---- descriptions

  async createOffer() {
    return { type: 'offer', sdp: this.#write(this.#sections.map(place => ({
      place, setup: 'actpass', direction: direction(place.track !== null, true),
      codecs: place.receiver && ourCodecs(place.kind),
      extensions: (EXTENSIONS[place.kind] || []).map((uri, i) => ({ id: i + 1, uri })),
    }))) };
  }

  async createAnswer() {
    const offer = parseSdp(this.remoteDescription.sdp);
    return { type: 'answer', sdp: this.#write(offer.media.map((theirs, i) => {
      const place = this.#sections[i];
      const d = directionOf(theirs);
      const known = EXTENSIONS[place.kind] || [];
      return {
        place, setup: 'active', direction: direction(place.track !== null && receives(d), sends(d)),
        codecs: place.receiver && common(place.kind, codecsOf(theirs)),
        extensions: extensionsOf(theirs).filter(e => known.includes(e.uri)),
      };
    })) };
  }

  #write(sections) {
    const ice = this.#gatherer.getLocalParameters();
    const { fingerprints } = this.#dtls.getLocalParameters();
    const lines = ['v=0', 'o=- 1 1 IN IP4 127.0.0.1', 's=-', 't=0 0', `a=group:BUNDLE ${sections.map(s => s.place.mid).join(' ')}`,
      'a=msid-semantic:WMS *'];
    for (const { place, setup, direction: d, codecs, extensions } of sections) {
      lines.push(codecs ? `m=${place.kind} 9 UDP/TLS/RTP/SAVPF ${codecs.map(c => c.payloadType).join(' ')}`
        : 'm=application 9 UDP/DTLS/SCTP webrtc-datachannel', 'c=IN IP4 0.0.0.0', `a=mid:${place.mid}`,
      `a=ice-ufrag:${ice.usernameFragment}`, `a=ice-pwd:${ice.password}`, 'a=ice-options:trickle',
      ...fingerprints.map(f => `a=fingerprint:${f.algorithm} ${f.value}`), `a=setup:${setup}`);
      if (!codecs) {
        lines.push('a=sctp-port:5000', `a=max-message-size:${RTCSctpTransport.getCapabilities().maxMessageSize}`);
        continue;
      }
      lines.push('a=rtcp-mux', 'a=rtcp-rsize', `a=${d}`, ...extensions.map(e => `a=extmap:${e.id} ${e.uri}`));
      for (const c of codecs) {
        lines.push(`a=rtpmap:${c.payloadType} ${c.name}/${c.clockRate}${c.channels > 1 ? `/${c.channels}` : ''}`);
        const fmtp = Object.entries(c.parameters).map(([k, v]) => `${k}=${v}`).join(';');
        if (fmtp) {
          lines.push(`a=fmtp:${c.payloadType} ${fmtp}`);
        }
        lines.push(...c.rtcpFeedback.map(f => `a=rtcp-fb:${c.payloadType} ${f.type}${f.parameter ? ` ${f.parameter}` : ''}`));
      }
      if (place.track && sends(d)) {
        lines.push(`a=msid:stream ${place.track.id}`, `a=ssrc:${this.#ssrcOf(place)} cname:${this.#cname}`);
      }
    }
    return `${lines.join('\r\n')}\r\n`;
  }

  #ssrcOf(place) {
    if (!this.#ssrcs.has(place)) {
      this.#ssrcs.set(place, 1 + Math.floor(Math.random() * 0xfffffffe));
    }
    return this.#ssrcs.get(place);
  }

  async setLocalDescription(description) {
    const d = description || await (this.signalingState === 'have-remote-offer' ? this.createAnswer() : this.createOffer());
    this.localDescription = d;
    if (d.type === 'offer') {
      this.#offering = true;
      this.#signaling('have-local-offer');
    } else {
      this.#signaling('stable');
      this.#agree();
    }
    this.#gatherer.gather();
  }

  async setRemoteDescription(description) {
    const { media } = parseSdp(description.sdp);
    this.remoteDescription = { type: description.type, sdp: description.sdp };
    if (description.type === 'offer') {
      media.forEach((theirs, i) => {
        const free = this.#sections.findIndex((s, at) => at >= i && s.kind === theirs.kind);
        if (free >= 0) {
          this.#sections.splice(i, 0, ...this.#sections.splice(free, 1));
        } else {
          this.#sections.splice(i, 0, this.#add(theirs.kind));
          this.#sections.pop();
        }
        this.#sections[i].mid = value(theirs, 'mid:') || `${i}`;
      });
      this.#signaling('have-remote-offer');
    } else {
      this.#signaling('stable');
      this.#agree();
    }
    media.flatMap(m => values(m, 'candidate:')).forEach(line => this.#ice.addRemoteCandidate(candidateOf(line)));
  }

  #signaling(state) {
    this.signalingState = state;
    this.#tell('signalingstatechange', {});
  }

  async addIceCandidate(init) {
    // the objects take what comes early
    this.#ice.addRemoteCandidate(init && init.candidate ? candidateOf(init.candidate) : {});
  }

  // ---- both descriptions are there: the objects are told

  #agree() {
    const local = parseSdp(this.localDescription.sdp);
    const remote = parseSdp(this.remoteDescription.sdp);
    const inherited = (m, name) => value(m, name) || value(remote.session, name);
    if (!this.#started) {
      this.#started = true;
      const [first] = remote.media;
      this.#ice.start(this.#gatherer, { usernameFragment: inherited(first, 'ice-ufrag:'), password: inherited(first, 'ice-pwd:') },
        this.#offering ? 'controlling' : 'controlled');
      const [algorithm, hash] = inherited(first, 'fingerprint:').split(' ');
      // who answers is active; an offer is never
      const role = this.#offering ? (inherited(first, 'setup:') === 'passive' ? 'server' : 'client') : 'server';
      this.#dtls.start({ role, fingerprints: [{ algorithm, value: hash }] });
    }
    remote.media.forEach((theirs, i) => this.#agreeOn(this.#sections[i], local.media[i], theirs));
  }

  #agreeOn(place, ours, theirs) {
    if (theirs.port === 0) {
      return;
    }
    if (place.kind === 'application') {
      const maxMessageSize = Number(value(theirs, 'max-message-size:') || 65536);
      this.#sctp.start({ maxMessageSize }, Number(value(theirs, 'sctp-port:') || 5000));
      return;
    }
    // each side sends what the other has described
    const [offer, answer] = this.#offering ? [ours, theirs] : [theirs, ours];
    const types = codecsOf(answer).map(c => c.payloadType);
    const codecs = codecsOf(offer).filter(c => types.includes(c.payloadType)).map(c => ({ ...c,
      rtcpFeedback: codecsOf(answer).find(a => a.payloadType === c.payloadType).rtcpFeedback }));
    const headerExtensions = extensionsOf(answer).filter(e => EXTENSIONS[place.kind].includes(e.uri));
    const parameters = { muxId: place.mid, codecs, headerExtensions };
    const [mine, their] = [directionOf(ours), directionOf(theirs)];
    if (place.sender && sends(mine) && receives(their)) {
      place.sender.send({ ...parameters, encodings: [{ ssrc: this.#ssrcOf(place) }], rtcp: { cname: this.#cname, reducedSize: true } });
    }
    if (receives(mine) && sends(their)) {
      place.receiver.receive({ ...parameters, encodings: [], rtcp: { reducedSize: true } });
      this.#tell('track', { track: place.receiver.track, receiver: place.receiver });
    }
  }

  close() {
    this.#sections.forEach(s => { s.receiver?.stop(); s.sender?.stop(); });
    this.#sctp.stop();
    this.#dtls.stop();
    this.#ice.stop();
    this.#gatherer.close();
    this.signalingState = 'closed';
  }
}
globalThis.ShimPeerConnection = ShimPeerConnection;
