package dev.plumb.js;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ScriptCallTest {
    @Test
    void channelsOfTwoConnectionsCarryTextsAndBytesBothWays() throws Exception {
        assertThat(Scripts.run("""
                        const a = new RTCPeerConnection(), b = new RTCPeerConnection();
                        const channel = a.createDataChannel('chat', { ordered: false, maxRetransmits: 3 });
                        const got = [];
                        b.ondatachannel = ({ channel: c }) => {
                          got.push(c.label, c.ordered, c.maxRetransmits, c.readyState);
                          c.onmessage = ({ data }) => c.send(data);
                        };
                        await join(a, b);
                        await new Promise(r => channel.onopen = r);
                        const echo = data => new Promise(r => { channel.onmessage = e => r(e.data); channel.send(data); });
                        got.push(await echo('grüße'), [...new Uint8Array(await echo(new Uint8Array([1, 2, 250]).subarray(1)))]);
                        channel.binaryType = 'blob';
                        got.push((await echo(new Blob(['xyz']))).size, (await echo(new ArrayBuffer(0))).size);
                        got.push(new Uint8Array(await (await echo(new Uint8Array(100000).fill(7))).arrayBuffer()).reduce((x, y) => x + y));
                        a.close();
                        b.close();
                        return got.join('|');
                        """)).isEqualTo("chat|false|3|open|grüße|2,250|3|0|700000");
    }

    @Test
    void soundAndPicturesFlowAndAreTold() throws Exception {
        assertThat(Scripts.runWithDevices("""
                        const a = new RTCPeerConnection(), b = new RTCPeerConnection();
                        const stream = await navigator.mediaDevices.getUserMedia({ audio: true, video: { width: 320, height: 240 } });
                        stream.getTracks().forEach(t => a.addTrack(t, stream));
                        const tracks = [];
                        b.ontrack = e => tracks.push(`${e.track.kind} ${e.streams[0].id === stream.id} ${e.transceiver.receiver === e.receiver}`);
                        await join(a, b);
                        for (;;) {
                          const inbound = [...(await b.getStats()).values()].filter(s => s.type === 'inbound-rtp');
                          const sound = inbound.find(s => s.kind === 'audio'), pictures = inbound.find(s => s.kind === 'video');
                          if (sound && pictures && sound.totalAudioEnergy > 0.05 && pictures.framesDecoded > 5) {
                            a.close();
                            b.close();
                            return `${tracks.join()} ${pictures.frameWidth}x${pictures.frameHeight}`;
                          }
                          await new Promise(r => setTimeout(r, 50));
                        }
                        """)).isEqualTo("audio true true,video true true 320x240");
    }

    @Test
    void theObjectsArePlumbedByHandWithoutAnyDescription() throws Exception {
        assertThat(Scripts.run("""
                        const sides = [0, 1].map(() => {
                          const gatherer = new RTCIceGatherer();
                          const ice = new RTCIceTransport(gatherer);
                          const dtls = new RTCDtlsTransport(ice);
                          return { gatherer, ice, dtls, sctp: new RTCSctpTransport(dtls) };
                        });
                        const [a, b] = sides;
                        a.gatherer.onicecandidate = e => b.ice.addRemoteCandidate(e.candidate);
                        b.gatherer.onicecandidate = e => a.ice.addRemoteCandidate(e.candidate);
                        a.ice.start(a.gatherer, b.gatherer.getLocalParameters(), 'controlling');
                        b.ice.start(b.gatherer, a.gatherer.getLocalParameters(), 'controlled');
                        a.dtls.start(b.dtls.getLocalParameters());
                        b.dtls.start(a.dtls.getLocalParameters());
                        sides.forEach(s => { s.sctp.start(RTCSctpTransport.getCapabilities()); s.gatherer.gather(); });
                        const answered = new Promise(r => b.sctp.ondatachannel = e => e.channel.onmessage = m => r(m.data));
                        const channel = new RTCDataChannel(a.sctp, { label: 'x' });
                        channel.onopen = () => channel.send('by hand');
                        const said = await answered;
                        sides.forEach(s => s.ice.stop());
                        return said;
                        """)).isEqualTo("by hand");
    }

    @Test
    void aWorkerChangesEncodedFramesAndTheOtherSideChangesThemBack() throws Exception {
        assertThat(Scripts.runWithDevices("""
                        const code = `onrtctransform = ({ transformer: t }) => t.readable.pipeThrough(new TransformStream({
                          transform(frame, controller) {
                            const bytes = new Uint8Array(frame.data);
                            bytes.forEach((x, i) => { bytes[i] = x ^ t.options.key; });
                            frame.data = bytes.buffer;
                            controller.enqueue(frame);
                          } })).pipeTo(t.writable);`;
                        const worker = new Worker(URL.createObjectURL(new Blob([code])));
                        const a = new RTCPeerConnection(), b = new RTCPeerConnection();
                        const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
                        a.addTrack(stream.getAudioTracks()[0], stream).transform = new RTCRtpScriptTransform(worker, { key: 85 });
                        b.ontrack = e => { e.receiver.transform = new RTCRtpScriptTransform(worker, { key: 85 }); };
                        await join(a, b);
                        for (;;) {
                          const sound = [...(await b.getStats()).values()].find(s => s.type === 'inbound-rtp');
                          if (sound && sound.totalSamplesDuration > 1) {
                            a.close();
                            b.close();
                            // the microphone's tone has an amplitude of a half
                            return sound.totalAudioEnergy / sound.totalSamplesDuration > 0.1;
                          }
                          await new Promise(r => setTimeout(r, 50));
                        }
                        """)).isEqualTo("true");
    }

    @Test
    void promisesSettleBetweenTheListenersOfOneEvent() throws Exception {
        assertThat(Scripts.run("""
                        const pc = new RTCPeerConnection();
                        const order = [];
                        for (const n of [1, 2]) {
                          pc.addEventListener('negotiationneeded', () => { order.push(n); Promise.resolve().then(() => order.push(`${n}'`)); });
                        }
                        pc.createDataChannel('x');
                        await new Promise(r => setTimeout(r, 100));
                        pc.close();
                        return order.join();
                        """)).isEqualTo("1,1',2,2'");
    }

    @Test
    void whatIsRefusedIsThrownAsScriptsKnowIt() throws Exception {
        assertThat(Scripts.run("""
                        const pc = new RTCPeerConnection();
                        const names = [];
                        const note = e => names.push(`${e.name} ${e instanceof DOMException || e instanceof TypeError || e instanceof RangeError}`);
                        for (const wrong of [() => RTCPeerConnection(), () => new RTCPeerConnection({ iceServers: [{ urls: 'http:x' }] }),
                            () => new RTCPeerConnection({ iceTransportPolicy: 'some' }), () => pc.addTransceiver('smell'),
                            () => pc.createDataChannel('', { negotiated: true }), () => RTCPeerConnection.prototype.close.call({}),
                            () => new RTCIceTransport(), () => pc.addTransceiver('video', { sendEncodings: [{ scaleResolutionDownBy: 0.5 }] })]) {
                          try { wrong(); names.push('nothing'); } catch (e) { note(e); }
                        }
                        await pc.setRemoteDescription({ type: 'offer', sdp: 'nonsense' }).catch(e => names.push(`${e.name} ${e.errorDetail} ${e.sdpLineNumber}`));
                        await pc.createAnswer().catch(note);
                        pc.close();
                        await pc.createOffer().catch(note);
                        return names.join();
                        """))
                .isEqualTo(
                        "TypeError true,SyntaxError true,TypeError true,TypeError true,TypeError true,TypeError true,"
                                + "TypeError true,RangeError true,OperationError sdp-syntax-error 1,InvalidStateError true,InvalidStateError true");
    }

    @Test
    void devicesThatCannotDoWhatIsRequiredAreRefusedByTheConstraintsName() throws Exception {
        assertThat(Scripts.runWithDevices("""
                        const got = [];
                        for (const [kind, constraints] of [['video', { facingMode: { exact: 'nowhere' } }], ['video', { deviceId: { exact: 'none' } }],
                            ['video', { width: { min: 1e6 } }], ['audio', { facingMode: { exact: ['user', 'left'] } }], ['audio', { groupId: { exact: 'x' } }]]) {
                          try { await navigator.mediaDevices.getUserMedia({ [kind]: constraints }); got.push('REACHED'); }
                          catch (e) { got.push(e instanceof OverconstrainedError && e instanceof DOMException ? `${e.name} ${e.constraint}` : e); }
                        }
                        got.push((await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'user' } })).getTracks().length);
                        const [track] = (await navigator.mediaDevices.getUserMedia({ video: true })).getTracks();
                        try { await track.applyConstraints({ facingMode: { exact: 'user' } }); got.push('REACHED'); } catch (e) { got.push(e.constraint); }
                        return got.join();
                        """))
                .isEqualTo("OverconstrainedError facingMode,OverconstrainedError deviceId,OverconstrainedError width,"
                        + "OverconstrainedError facingMode,OverconstrainedError groupId,1,facingMode");
    }

    /** Whatever is given, what is thrown or rejected is of the script's world. */
    @Test
    void noExceptionOfAnotherKindReachesAScript() throws Exception {
        assertThat(Scripts.runWithDevices("""
                        const odd = [undefined, null, NaN, Infinity, -1, 1e300, '', 'x', '\\u0000', 'zz:not:hex', 10n, {}, [], [[]], () => 1, new Date(NaN), new ArrayBuffer(3),
                          { algorithm: 'sha-256', value: 'zz:not:hex' }, { role: 'auto', fingerprints: [{ algorithm: 'sha-256', value: 'zz:not:hex' }] },
                          { usernameFragment: '', password: '' }, { usernameFragment: '\\n', password: 'x' }, { foundation: '1', priority: -1, ip: 'no', port: 99999, type: 'host', protocol: 'udp' },
                          { urls: 'stun:' }, { codecs: [{ name: 'x' }] }, { encodings: [{ ssrc: -1 }] }, { label: 'x', id: 1e9 }, { type: 'offer', sdp: 'v=0' }, { candidate: 'candidate:' }];
                        const bad = new Set();
                        const check = (what, e) => { if (!(e instanceof Error) || (e.constructor !== TypeError && e.constructor !== RangeError && !(e instanceof DOMException))) bad.add(`${what}: ${e && e.constructor && e.constructor.name} ${e}`); };
                        const fresh = {
                          RTCPeerConnection: () => new RTCPeerConnection(), RTCIceGatherer: () => new RTCIceGatherer(), RTCIceTransport: () => new RTCIceTransport(new RTCIceGatherer()),
                          RTCDtlsTransport: () => new RTCDtlsTransport(new RTCIceTransport(new RTCIceGatherer())), RTCRtpSender: () => new RTCRtpSender('audio'), RTCRtpReceiver: () => new RTCRtpReceiver('video'),
                          RTCSctpTransport: () => new RTCSctpTransport(new RTCDtlsTransport(new RTCIceTransport(new RTCIceGatherer()))), MediaStream: () => new MediaStream(),
                          RTCRtpTransceiver: () => new RTCPeerConnection().addTransceiver('audio'), RTCDataChannel: () => new RTCPeerConnection().createDataChannel('x'), MediaDevices: () => navigator.mediaDevices,
                        };
                        const waiting = [];
                        for (const [name, make] of Object.entries(fresh)) {
                          const proto = globalThis[name].prototype;
                          const object = make();
                          for (const key of Object.getOwnPropertyNames(proto)) {
                            const d = Object.getOwnPropertyDescriptor(proto, key);
                            for (const value of odd) {
                              for (const args of [[value], [value, value], [odd[13], value]]) {
                                try {
                                  if (typeof d.value === 'function' && key !== 'constructor' && key !== 'close' && key !== 'stop') {
                                    const r = d.value.apply(object, args);
                                    if (r instanceof Promise) waiting.push(Promise.race([r, new Promise(f => setTimeout(f, 50))]).catch(e => check(`${name}.${key}`, e)));
                                  } else if (d.set) { d.set.call(object, value); }
                                } catch (e) { check(`${name}.${key}(${args.map(a => typeof a)})`, e); }
                              }
                            }
                          }
                          for (const value of odd) for (const args of [[value], [value, value], [odd[12], value]]) { try { new globalThis[name](...args); } catch (e) { check(`new ${name}`, e); } }
                        }
                        await Promise.all(waiting);
                        return [...bad].slice(0, 20).join('\\n');
                        """)).isEmpty();
    }

    @Test
    void transportIsClosedAtOnceWhereTheListenerOfItsConnectingCloses() throws Exception {
        assertThat(Scripts.run("""
                        const a = new RTCPeerConnection(), b = new RTCPeerConnection();
                        a.createDataChannel('x');
                        await join(a, b);
                        const dtls = a.sctp.transport;
                        return await new Promise(resolve => {
                          dtls.onstatechange = () => {
                            if (dtls.state === 'connected') {
                              a.close();
                              resolve(`${dtls.state} ${dtls.iceTransport.state}`);
                              b.close();
                            }
                          };
                        });
                        """)).isEqualTo("closed closed");
    }
}
