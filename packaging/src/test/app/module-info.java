/** An application as a consumer writes one: it requires Plumb, and nothing of LWJGL's, bytedeco's or any platform's. */
module app {
    requires dev.plumb.signal;
}
