package dev.plumb.examples.jsshim;

import dev.plumb.js.PlumbScript;
import dev.plumb.js.ScriptConsole;
import dev.plumb.js.ScriptOptions;
import dev.plumb.media.device.FakeDevices;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;

/** An example that runs {@code shim.js} and {@code call.js}, and serves the page that they call. */
public final class JsShim implements AutoCloseable {
    private final Mailbox mailbox;
    private final PlumbScript script;

    /**
     * Creates the example, and begins.
     *
     * @param port the port of the page; 0 for any
     * @param scriptOffers whether the script offers and the page answers, or the other way round
     * @param console hears what the script logs
     */
    public JsShim(int port, boolean scriptOffers, ScriptConsole console) throws IOException {
        mailbox = new Mailbox(resource("page.html").getBytes(StandardCharsets.UTF_8), port);
        script = PlumbScript.create(ScriptOptions.NONE
                .withAllowNetwork(true)
                .withReachable(InetAddress::isLoopbackAddress)
                .withConsole(console));
        script.agent().mediaDevices().add(FakeDevices.microphone());
        script.agent().mediaDevices().add(FakeDevices.camera());
        script.strings("scriptArgs", mailbox.uri().toString(), scriptOffers ? "offer" : "answer");
        script.eval("shim.js", resource("shim.js")).join();
        script.eval("call.js", resource("call.js")).join();
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = JsShim.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException("no " + name + " beside the classes");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Returns the page that the script calls. */
    public URI page() {
        return mailbox.uri().resolve("/?role=" + (offers() ? "answer" : "offer"));
    }

    private boolean offers() {
        return script.eval("role", "role").join().equals("offer");
    }

    @Override
    public void close() {
        script.close();
        mailbox.close();
    }

    /** Runs the example with the arguments {@code [offer|answer] [PORT]}, which say what the script does. */
    public static void main(String[] args) throws Exception {
        boolean offers = args.length > 0 && args[0].equals("offer");
        int port = args.length > 1 ? Integer.parseInt(args[1]) : 8_090;
        try (JsShim example = new JsShim(port, offers, ScriptConsole.ofProcess())) {
            System.out.println("open " + example.page() + " in a browser; Ctrl-C ends");
            new CountDownLatch(1).await();
        }
    }
}
