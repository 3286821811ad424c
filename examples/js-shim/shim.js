// Offer and answer, written on the objects alone: what RTCPeerConnection does, as a page may do it by itself. One transport for everything
// (bundle, RTCP beside RTP), candidates that trickle, streams held and taken up, descriptions taken back.
import * as sdp from './sdp.js';

const random = () => crypto.getRandomValues(new Uint32Array(1))[0];
const LINE = '\r\n';

// One media section and the objects behind it.
class Section {
  sender = null;
  receiver = null;
  remoteDirection = 'inactive';
  codecs = [];
  extensions = [];
  isNegotiated = false;

  constructor(kind, mid) {
    this.kind = kind;
    this.mid = mid;
    this.direction = kind === 'application' ? 'sendrecv' : 'recvonly';
    this.ssrc = random();
    this.rtxSsrc = random();
  }
}

export class ShimConnection extends EventTarget {
  signalingState = 'stable';
  connectionState = 'new';
  localDescription = null;
  remoteDescription = null;
  #sections = [];
  #sessionId = random();
  #version = 0;
  #cname = crypto.randomUUID();
  #role = null;
  #gatherer;
  #ice;
  #dtls;
  #sctp = null;
  #isStarted = false;
  #isDataStarted = false;
  #before = null;
  #waiting = [];

  constructor({ iceServers = [] } = {}) {
    super();
    this.#gatherer = new RTCIceGatherer({ gatherPolicy: 'all', iceServers });
    this.#gatherer.addEventListener('localcandidate', ({ candidate }) => this.#localCandidate(candidate));
    this.#ice = new RTCIceTransport(this.#gatherer);
    this.#dtls = new RTCDtlsTransport(this.#ice, []);
    for (const transport of [this.#ice, this.#dtls]) {
      transport.addEventListener('statechange', () => this.#stateChanged());
    }
  }

  get sctp() {
    return this.#sctp;
  }

  // ---- what is to be sent

  addTrack(track, stream) {
    const free = this.#sections.find((s) => s.kind === track.kind && !s.sender);
    const section = free ?? this.#add(track.kind);
    section.sender = new RTCRtpSender(track, this.#dtls);
    section.stream = stream?.id ?? '-';
    section.direction = sdp.directionFor(true, sdp.receives(section.direction));
    return section.sender;
  }

  createDataChannel(label, options = {}) {
    this.#dataSection();
    return new RTCDataChannel(this.#sctp, { label, ordered: true, protocol: '', ...options });
  }

  // Sound or pictures wait until they are taken up again; the other side learns of it from the next description.
  hold(kind, isHeld) {
    for (const section of this.#sections.filter((s) => s.kind === kind)) {
      section.direction = sdp.directionFor(!isHeld && section.sender !== null, !isHeld);
      this.#plumb(section);
    }
  }

  #add(kind, mid = undefined) {
    const free = () => {
      let number = this.#sections.length;
      while (this.#sections.some((s) => s.mid === String(number))) {
        number++;
      }
      return String(number);
    };
    const section = new Section(kind, mid ?? free());
    this.#sections.push(section);
    return section;
  }

  #dataSection(mid) {
    if (!this.#sctp) {
      this.#sctp = new RTCSctpTransport(this.#dtls, 5000);
      this.#sctp.addEventListener('datachannel', ({ channel }) => this.#fire('datachannel', { channel }));
    }
    return this.#sections.find((s) => s.kind === 'application') ?? this.#add('application', mid);
  }

  // ---- descriptions

  async createOffer() {
    return { type: 'offer', sdp: this.#write((section) => section.direction, 'actpass') };
  }

  async createAnswer() {
    if (this.signalingState !== 'have-remote-offer') {
      throw new DOMException('there is no offer to answer', 'InvalidStateError');
    }
    const answered = (section) => sdp.directionFor(
      sdp.sends(section.direction) && sdp.receives(section.remoteDirection),
      sdp.receives(section.direction) && sdp.sends(section.remoteDirection));
    return { type: 'answer', sdp: this.#write(answered, this.#role === 'server' ? 'passive' : 'active') };
  }

  async setLocalDescription(description = undefined) {
    const given = description ?? (this.signalingState === 'have-remote-offer' ? await this.createAnswer() : await this.createOffer());
    if (given.type === 'rollback') {
      this.#rollback('have-local-offer');
      return;
    }
    this.#expect(given.type === 'offer' ? ['stable', 'have-local-offer'] : ['have-remote-offer']);
    if (given.type === 'offer') {
      this.#remember();
    }
    this.localDescription = given;
    this.signalingState = given.type === 'offer' ? 'have-local-offer' : 'stable';
    if (this.#gatherer.state === 'new') {
      this.#gatherer.gather();
    }
    if (given.type === 'answer') {
      this.#negotiated();
    }
  }

  async setRemoteDescription(description) {
    if (description.type === 'rollback') {
      this.#rollback('have-remote-offer');
      return;
    }
    const isOffer = description.type === 'offer';
    // whoever is polite takes its own offer back for the other's
    if (isOffer && this.signalingState === 'have-local-offer') {
      this.#rollback('have-local-offer');
    }
    this.#expect(isOffer ? ['stable', 'have-remote-offer'] : ['have-local-offer']);
    if (isOffer) {
      this.#remember();
    }
    const parsed = sdp.parse(description.sdp);
    parsed.sections.forEach((media, index) => this.#read(media, index));
    this.remoteDescription = description;
    this.#startTransport(parsed, isOffer);
    this.signalingState = isOffer ? 'have-remote-offer' : 'stable';
    if (!isOffer) {
      this.#negotiated();
    }
  }

  async addIceCandidate(init) {
    const line = init?.candidate ?? '';
    this.#addRemote(line === '' ? { complete: true } : sdp.candidateOf(line));
  }

  #expect(states) {
    if (!states.includes(this.signalingState)) {
      throw new DOMException(`not in the state ${this.signalingState}`, 'InvalidStateError');
    }
  }

  #remember() {
    const { localDescription, remoteDescription } = this;
    this.#before = { localDescription, remoteDescription, count: this.#sections.filter((s) => s.isNegotiated).length };
  }

  // Sections that only the offer taken back brought are the other side's no longer; tracks of ours stay to be offered again.
  #rollback(state) {
    this.#expect([state]);
    const { localDescription, remoteDescription, count } = this.#before;
    Object.assign(this, { localDescription, remoteDescription, signalingState: 'stable' });
    this.#sections = this.#sections.filter((s, i) => i < count || s.sender || (s.kind === 'application' && this.#sctp));
  }

  #write(directionOf, setup) {
    const { usernameFragment, password } = this.#gatherer.getLocalParameters();
    const { fingerprints } = this.#dtls.getLocalParameters();
    const transport = [
      `a=ice-ufrag:${usernameFragment}`, `a=ice-pwd:${password}`, 'a=ice-options:trickle',
      ...fingerprints.map((f) => `a=fingerprint:${f.algorithm} ${f.value}`), `a=setup:${setup}`,
      ...this.#gatherer.getLocalCandidates().filter((c) => c.ip).map((c) => 'a=' + sdp.candidateLine(c)),
    ];
    const alive = this.#sections.filter((s) => !s.isRejected);
    return [
      'v=0', `o=- ${this.#sessionId} ${++this.#version} IN IP4 127.0.0.1`, 's=-', 't=0 0',
      `a=group:BUNDLE ${alive.map((s) => s.mid).join(' ')}`, 'a=msid-semantic: WMS *',
      ...this.#sections.flatMap((section) => (section.kind === 'application'
        ? [`m=application ${section.isRejected ? 0 : 9} UDP/DTLS/SCTP webrtc-datachannel`, 'c=IN IP4 0.0.0.0', `a=mid:${section.mid}`,
          ...transport, `a=sctp-port:${this.#sctp?.port ?? 5000}`, `a=max-message-size:${RTCSctpTransport.getCapabilities().maxMessageSize}`]
        : this.#mediaLines(section, directionOf(section), transport))),
    ].join(LINE) + LINE;
  }

  #mediaLines(section, direction, transport) {
    const { codecs, extensions } = section.codecs.length ? section : this.#capabilities(section.kind);
    return [
      `m=${section.kind} ${section.isRejected ? 0 : 9} UDP/TLS/RTP/SAVPF ${codecs.map((c) => c.payloadType).join(' ') || '0'}`,
      'c=IN IP4 0.0.0.0', `a=mid:${section.mid}`, ...transport, 'a=rtcp-mux', 'a=rtcp-rsize', `a=${direction}`,
      ...extensions.map((e) => `a=extmap:${e.id} ${e.uri}`),
      ...codecs.flatMap(sdp.codecLines),
      ...(section.sender && sdp.sends(direction) ? this.#streamLines(section, codecs) : []),
    ];
  }

  #streamLines(section, codecs) {
    const hasRtx = codecs.some((c) => c.name === 'rtx');
    const ssrcs = hasRtx ? [section.ssrc, section.rtxSsrc] : [section.ssrc];
    return [
      `a=msid:${section.stream} ${section.sender.track.id}`,
      ...(hasRtx ? [`a=ssrc-group:FID ${ssrcs.join(' ')}`] : []),
      ...ssrcs.map((ssrc) => `a=ssrc:${ssrc} cname:${this.#cname}`),
    ];
  }

  // What this side could receive, numbered as it likes.
  #capabilities(kind) {
    const { codecs, headerExtensions } = RTCRtpReceiver.getCapabilities(kind);
    return {
      codecs: codecs.map((c) => ({ ...c, payloadType: c.preferredPayloadType })),
      extensions: headerExtensions.map((e) => ({ id: e.preferredId, uri: e.uri })),
    };
  }

  // ---- from descriptions to objects

  #read(media, index) {
    const mid = media.one('mid') ?? String(index);
    let section = this.#sections.find((s) => s.mid === mid) ?? this.#sections.find((s) => s.kind === media.kind && !s.isNegotiated);
    if (media.kind === 'application' && media.port !== 0) {
      section = this.#dataSection(mid);
    }
    section ??= this.#add(media.kind, mid);
    // sections stand where the other side has put them
    this.#sections.splice(this.#sections.indexOf(section), 1);
    this.#sections.splice(index, 0, section);
    Object.assign(section, { mid, isRejected: media.port === 0 && media.one('bundle-only') === undefined });
    if (media.kind !== 'audio' && media.kind !== 'video') {
      section.isRejected ||= media.kind !== 'application';
      section.remoteData = { port: Number(media.one('sctp-port') ?? 5000), maxMessageSize: Number(media.one('max-message-size') ?? 65536) };
      return;
    }
    const ours = this.#capabilities(media.kind);
    section.codecs = sdp.common(sdp.codecsOf(media), ours);
    section.isRejected ||= section.codecs.length === 0;
    section.extensions = sdp.extensionsOf(media).filter((e) => ours.extensions.some((o) => o.uri === e.uri));
    section.remoteDirection = section.isRejected ? 'inactive' : sdp.directionOf(media);
    const group = media.all('ssrc-group').find((line) => line.startsWith('FID '))?.split(' ').slice(1).map(Number);
    const first = group?.[0] ?? Number(media.one('ssrc')?.split(' ')[0]);
    section.remoteEncoding = first ? { ssrc: first, ...(group ? { rtx: { ssrc: group[1] } } : {}) } : undefined;
    section.remoteStream = media.one('msid')?.split(' ')[0] ?? '-';
  }

  #startTransport({ session, sections }, isOffer) {
    const media = sections.find((m) => m.port !== 0);
    if (!media) {
      return;
    }
    const of = (name) => media.one(name) ?? session.one(name);
    if (!this.#isStarted) {
      this.#isStarted = true;
      const setup = of('setup');
      // the answerer calls first, unless the offerer wants to
      this.#role = setup === 'active' ? 'server' : 'client';
      const fingerprints = [...session.all('fingerprint'), ...media.all('fingerprint')].map((line) => {
        const [algorithm, value] = line.split(' ');
        return { algorithm: algorithm.toLowerCase(), value };
      });
      const remote = { usernameFragment: of('ice-ufrag'), password: of('ice-pwd'), iceLite: session.one('ice-lite') !== undefined };
      this.#ice.start(this.#gatherer, remote, isOffer && !remote.iceLite ? 'controlled' : 'controlling');
      this.#dtls.start({ role: this.#role === 'server' ? 'client' : 'server', fingerprints });
      this.#waiting.splice(0).forEach((candidate) => this.#ice.addRemoteCandidate(candidate));
    }
    sections.forEach((m) => m.all('candidate').forEach((line) => this.#addRemote(sdp.candidateOf('candidate:' + line))));
  }

  #addRemote(candidate) {
    if (!this.#isStarted) {
      this.#waiting.push(candidate);
    } else if (candidate.complete || !candidate.ip.endsWith('.local')) {
      this.#ice.addRemoteCandidate(candidate);
    }
  }

  // Both sides have spoken.
  #negotiated() {
    for (const section of this.#sections) {
      section.isNegotiated = true;
      if (section.kind === 'application' && !section.isRejected && !this.#isDataStarted) {
        this.#isDataStarted = true;
        this.#sctp.start({ maxMessageSize: section.remoteData.maxMessageSize }, section.remoteData.port);
      }
      if (section.kind !== 'application') {
        this.#plumb(section);
      }
    }
  }

  #plumb(section) {
    if (!section.isNegotiated || section.isRejected) {
      return;
    }
    const shared = {
      muxId: section.mid, codecs: section.codecs, rtcp: { cname: this.#cname, reducedSize: true, mux: true },
      headerExtensions: section.extensions.map(({ uri, id }) => ({ uri, id, encrypt: false, parameters: {} })),
    };
    if (section.sender) {
      const active = sdp.sends(section.direction) && sdp.receives(section.remoteDirection);
      const rtx = section.codecs.some((c) => c.name === 'rtx') ? { rtx: { ssrc: section.rtxSsrc } } : {};
      section.sender.send({ ...shared, encodings: [{ ssrc: section.ssrc, active, ...rtx }] }).catch(reportError);
    }
    if (sdp.receives(section.direction) && sdp.sends(section.remoteDirection)) {
      const isNew = !section.receiver;
      section.receiver ??= new RTCRtpReceiver(section.kind, this.#dtls);
      const encodings = section.remoteEncoding ? [section.remoteEncoding] : [];
      section.receiver.receive({ ...shared, encodings }).catch(reportError);
      if (isNew) {
        this.#fire('track', { track: section.receiver.track, receiver: section.receiver, streamId: section.remoteStream });
      }
    }
  }

  // ---- events

  #localCandidate(candidate) {
    const isLast = !candidate.foundation;
    const [first] = this.#sections;
    const init = { sdpMid: first?.mid ?? '0', sdpMLineIndex: 0, usernameFragment: this.#gatherer.getLocalParameters().usernameFragment };
    this.#fire('icecandidate', { candidate: isLast ? null : { candidate: sdp.candidateLine(candidate), ...init } });
  }

  #stateChanged() {
    const [ice, dtls] = [this.#ice.state, this.#dtls.state];
    const state = ice === 'closed' || dtls === 'closed' ? 'closed'
      : ice === 'failed' || dtls === 'failed' ? 'failed'
        : ice === 'disconnected' ? 'disconnected'
          : dtls === 'connected' ? 'connected' : ice === 'new' ? 'new' : 'connecting';
    if (state !== this.connectionState) {
      this.connectionState = state;
      this.#fire('connectionstatechange', { state });
    }
  }

  #fire(type, detail) {
    const event = Object.assign(new Event(type), detail);
    this['on' + type]?.(event);
    this.dispatchEvent(event);
  }

  async getStats() {
    const objects = [this.#gatherer, this.#ice, this.#dtls, ...this.#sections.flatMap((s) => [s.sender, s.receiver])];
    const reports = await Promise.all(objects.filter((o) => o).map((object) => object.getStats()));
    return new Map(reports.flatMap((report) => [...report]));
  }

  close() {
    this.#sections.forEach((s) => [s.sender, s.receiver].forEach((half) => half?.stop()));
    this.#sctp?.stop();
    this.#dtls.stop();
    this.#ice.stop();
    this.#gatherer.close();
    this.signalingState = 'closed';
  }
}
