package dev.plumb.examples.meetme;

import dev.plumb.examples.support.Stage;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * N clients publish one text each; a server hands all of them to all; a full mesh connects. Nobody offers, nobody
 * answers.
 */
public final class MeetMe {
    private static final int CLIENTS = 6;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private MeetMe() {}

    /**
     * The results of the example.
     *
     * @param clients the number of clients
     * @param published the texts that went to the server
     * @param greetings the greetings that all clients heard together
     * @param millis the time from the moment at which the server handed out the texts to the last greeting
     */
    public record Report(int clients, int published, int greetings, double millis) {}

    /** Runs the example on this machine. */
    public static void main(String[] args) {
        try (Stage stage = Stage.real()) {
            Report _ = run(stage, CLIENTS, System.out);
        }
    }

    /** Runs the example. */
    public static Report run(Stage stage, int count, PrintStream out) {
        List<String> server = new ArrayList<>();
        List<Client> clients = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            clients.add(new Client("client " + i, stage));
        }
        if (!stage.until(() -> clients.stream().allMatch(Client::isReady), PATIENCE)) {
            throw new IllegalStateException("gathering did not end");
        }
        clients.forEach(c -> server.add(c.published()));
        out.println(count + " clients published one text each, "
                + server.stream().mapToInt(String::length).max().orElse(0) + " characters at most");

        double began = stage.nowMillis();
        clients.forEach(c -> c.meet(List.copyOf(server)));
        int expected = count * (count - 1);
        boolean all = stage.until(() -> heard(clients) == expected, PATIENCE);
        double millis = stage.nowMillis() - began;
        int heard = heard(clients);
        out.printf("%d of %d greetings arrived within %.0f ms%n", heard, expected, millis);
        if (!all) {
            throw new IllegalStateException("the mesh did not connect");
        }
        out.println("each client has one port, and has sent nothing to the server since it published");
        return new Report(count, server.size(), heard, millis);
    }

    private static int heard(List<Client> clients) {
        return clients.stream().mapToInt(c -> c.heard().size()).sum();
    }
}
