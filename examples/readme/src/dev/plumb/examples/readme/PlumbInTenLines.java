package dev.plumb.examples.readme;

import dev.plumb.media.audio.AudioFrame;
import dev.plumb.media.device.ToneSource;
import dev.plumb.objects.Agent;
import dev.plumb.objects.Plumb;
import dev.plumb.objects.RTCDataChannel;
import java.util.function.Consumer;

/** Two agents joined by the simple front: sound and a data channel. */
public final class PlumbInTenLines {
    private PlumbInTenLines() {}

    /** Runs the example on this machine for a few seconds. */
    public static void main(String[] args) throws InterruptedException {
        try (Agent here = Plumb.agent();
                Agent there = Plumb.agent()) {
            join(here, there, sound -> System.out.printf("sound, peak %.2f%n", sound.peak()), System.out::println);
            Thread.sleep(3000);
        }
    }

    /** Joins two agents. */
    public static void join(Agent here, Agent there, Consumer<AudioFrame> hear, Consumer<RTCDataChannel.Message> read) {
        Plumb left = Plumb.on(here);
        Plumb right = Plumb.on(there);
        left.onLocalParameters(right::start);
        right.onLocalParameters(left::start);
        right.onTrack(track -> track.onAudio(sound -> hear.accept(sound)));
        right.onDataChannel(channel -> channel.onMessage(message -> read.accept(message)));
        left.send(here.audioTrack("tone", new ToneSource(440, 0.5)));
        left.channel("hello").onOpen(channel -> channel.send("hello over there"));
    }
}
