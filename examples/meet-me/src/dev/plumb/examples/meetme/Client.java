package dev.plumb.examples.meetme;

import dev.plumb.examples.support.Stage;
import dev.plumb.objects.Agent;
import dev.plumb.objects.Plumb;
import dev.plumb.objects.PlumbParameters;
import dev.plumb.objects.RTCDataChannel;
import dev.plumb.objects.RTCIceGatherer;
import dev.plumb.objects.RTCIceGathererState;
import dev.plumb.signal.json.Dictionaries;
import dev.plumb.signal.json.JsonException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

/** One who meets the others: one gatherer, one port, one published text, and a transport for each of the others. */
final class Client {
    private final String name;
    private final RTCIceGatherer gatherer;
    private final Plumb first;
    private final Set<String> heard = new ConcurrentSkipListSet<>();

    Client(String name, Stage stage) {
        this.name = name;
        Agent agent = stage.agent();
        this.gatherer = agent.iceGatherer(stage.gathering());
        this.first = Plumb.on(gatherer);
    }

    boolean isReady() {
        return gatherer.state() == RTCIceGathererState.COMPLETE;
    }

    /** Returns the text that this client tells everybody. */
    String published() {
        return Dictionaries.write(first.getLocalParameters());
    }

    /** Connects to everybody whose text the server has handed out. */
    void meet(List<String> texts) {
        String own = published();
        for (String text : texts) {
            if (!text.equals(own)) {
                try {
                    connect(Dictionaries.read(text, PlumbParameters.class));
                } catch (JsonException e) {
                    System.err.println(name + " cannot read what somebody published: " + e.getMessage());
                }
            }
        }
    }

    private void connect(PlumbParameters other) {
        Plumb plumb = Plumb.on(gatherer);
        plumb.onDataChannel(channel -> channel.onMessage(message -> {
            if (message instanceof RTCDataChannel.Message.Text(String text)) {
                heard.add(text);
            }
        }));
        plumb.start(other);
        plumb.channel("greeting").onOpen(channel -> channel.send("hello from " + name));
    }

    /** Returns the greetings that arrived. */
    Set<String> heard() {
        return heard;
    }
}
