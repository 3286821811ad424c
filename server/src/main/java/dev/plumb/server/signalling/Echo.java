package dev.plumb.server.signalling;

import dev.plumb.media.codec.MediaKind;
import dev.plumb.objects.Agent;
import dev.plumb.objects.MediaStreamTrack;
import dev.plumb.objects.RTCDataChannel;
import dev.plumb.objects.RTCException;
import dev.plumb.objects.Registration;
import dev.plumb.signal.jsep.RTCPeerConnection;
import dev.plumb.signal.jsep.RTCTrackEvent;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;

/** Sends back what a connection gets: sound and pictures decoded and coded anew, messages as they are. Used on the loop. */
final class Echo implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Echo.class.getName());
    private static final String PREFIX = "echo ";

    private final Agent agent;
    private final RTCPeerConnection connection;
    private final List<Registration> registrations = new ArrayList<>();
    private final List<MediaStreamTrack> tracks = new ArrayList<>();

    Echo(Agent agent, RTCPeerConnection connection) {
        this.agent = agent;
        this.connection = connection;
        registrations.add(connection.onTrack(this::sendBack));
        registrations.add(connection.onDataChannel(this::sendBack));
    }

    /** The track is added while the offer is taken, so that the answer has it: one negotiation suffices. */
    private void sendBack(RTCTrackEvent event) {
        MediaStreamTrack back;
        if (event.track().kind() == MediaKind.AUDIO) {
            LoopbackAudioSource source = new LoopbackAudioSource();
            registrations.add(event.track().onAudio(source::push));
            back = agent.audioTrack("echo", source);
        } else {
            LoopbackVideoSource source = new LoopbackVideoSource();
            registrations.add(event.track().onVideo(source::push));
            back = agent.videoTrack("echo", source);
        }
        tracks.add(back);
        connection.addTrack(back, event.streamIds().toArray(String[]::new));
    }

    private void sendBack(RTCDataChannel channel) {
        registrations.add(channel.onMessage(message -> {
            try {
                switch (message) {
                    case RTCDataChannel.Message.Text(String text) -> channel.send(PREFIX + text);
                    case RTCDataChannel.Message.Binary(byte[] bytes) -> channel.send(bytes);
                }
            } catch (RTCException e) {
                // the page does not read its echoes, or closes: they are lost, not kept
                LOG.log(Level.DEBUG, "an echo was not sent", e);
            }
        }));
    }

    @Override
    public void close() {
        registrations.forEach(Registration::close);
        tracks.forEach(MediaStreamTrack::stop);
    }
}
