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
import java.util.IdentityHashMap;
import java.util.List;

/**
 * An echo of what a connection receives: sound and pictures decoded and encoded again, messages as they are. Used on
 * the loop.
 */
final class Echo implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("dev.plumb.server");
    private static final String PREFIX = "echo ";

    private final Agent agent;
    private final RTCPeerConnection connection;
    private final List<Registration> ofConnection = new ArrayList<>();
    /** The actions to run when a data channel or track of the peer ends. */
    private final IdentityHashMap<Object, List<Runnable>> ends = new IdentityHashMap<>();

    Echo(Agent agent, RTCPeerConnection connection) {
        this.agent = agent;
        this.connection = connection;
        ofConnection.add(connection.onTrack(this::sendBack));
        ofConnection.add(connection.onDataChannel(this::sendBack));
    }

    /** Returns the number of the peer's data channels and tracks that are sent back. */
    int count() {
        return ends.size();
    }

    private void whenEnded(Object theirs, Runnable end) {
        ends.computeIfAbsent(theirs, t -> new ArrayList<>()).add(end);
    }

    private void ended(Object theirs) {
        List<Runnable> all = ends.remove(theirs);
        if (all != null) {
            all.forEach(Runnable::run);
        }
    }

    /**
     * Sends a track back. It is added while the offer is applied, so that the answer includes it and one negotiation
     * suffices.
     */
    private void sendBack(RTCTrackEvent event) {
        MediaStreamTrack back;
        if (event.track().kind() == MediaKind.AUDIO) {
            LoopbackAudioSource source = new LoopbackAudioSource();
            Registration sound = event.track().onAudio(source::push);
            whenEnded(event.track(), sound::close);
            back = agent.audioTrack("echo", source);
        } else {
            LoopbackVideoSource source = new LoopbackVideoSource();
            Registration pictures = event.track().onVideo(source::push);
            whenEnded(event.track(), pictures::close);
            back = agent.videoTrack("echo", source);
        }
        whenEnded(event.track(), back::stop);
        Registration end = event.track().onEnded(this::ended);
        whenEnded(event.track(), end::close);
        connection.addTrack(back, event.streamIds().toArray(String[]::new));
    }

    private void sendBack(RTCDataChannel channel) {
        Registration messages = channel.onMessage(message -> {
            try {
                switch (message) {
                    case RTCDataChannel.Message.Text(String text) -> channel.send(PREFIX + text);
                    case RTCDataChannel.Message.Binary(byte[] bytes) -> channel.send(bytes);
                }
            } catch (RTCException e) {
                // the page does not read its echoes, or closes: they are lost, not kept
                LOG.log(Level.DEBUG, "an echo was not sent", e);
            }
        });
        Registration end = channel.onClose(this::ended);
        whenEnded(channel, messages::close);
        whenEnded(channel, end::close);
    }

    @Override
    public void close() {
        ofConnection.forEach(Registration::close);
        List.copyOf(ends.keySet()).forEach(this::ended);
    }
}
