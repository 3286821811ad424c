import JsSIP from 'jssip';
import { serve, tell, watch } from './common.js';

const media = { mediaConstraints: { audio: true, video: { width: 320, height: 240, frameRate: 15 } }, pcConfig: { iceServers: [] } };
let ua;
let session;

function follow(connection) {
  const tracks = [];
  connection.addEventListener('track', ({ track, streams: [stream] }) => {
    tracks.push(track);
    if (tracks.length === 2) {
      watch(stream, () => connection.getStats());
    }
  });
}

function attend(incoming) {
  session = incoming;
  session.on('peerconnection', ({ peerconnection }) => follow(peerconnection));
  if (session.connection) {
    follow(session.connection);
  }
  session.on('confirmed', () => tell('connect'));
  session.on('newInfo', ({ originator, info }) => originator === 'remote' && tell('data', { text: info.body }));
  session.on('newDTMF', ({ originator, dtmf }) => originator === 'remote' && tell('tone', { text: dtmf.tone }));
  session.on('hold', ({ originator }) => originator === 'remote' && tell('held'));
  session.on('unhold', ({ originator }) => originator === 'remote' && tell('unheld'));
  session.on('ended', ({ originator }) => tell('close', { originator }));
  session.on('failed', ({ cause, message }) => tell('failure', { text: `${cause} ${message ?? ''}` }));
}

serve({
  start(name, server) {
    ua = new JsSIP.UA({
      sockets: [new JsSIP.WebSocketInterface(server)], uri: `sip:${name}@plumb.test`, register: true, session_timers: false,
    });
    ua.on('registered', () => tell('started'));
    ua.on('registrationFailed', ({ cause }) => tell('failure', { text: `registration: ${cause}` }));
    ua.on('newRTCSession', ({ originator, session: incoming }) => {
      attend(incoming);
      if (originator === 'remote') {
        incoming.answer(media);
      }
    });
    ua.start();
  },
  call: (name) => ua.call(`sip:${name}@plumb.test`, media),
  hold: (isHeld) => (isHeld ? session.hold({}, () => tell('held-by-us')) : session.unhold()),
  hangUp: () => session.terminate(),
});
