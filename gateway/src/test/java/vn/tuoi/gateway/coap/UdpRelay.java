package vn.tuoi.gateway.coap;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Stands between one client and a server, remembers what the client sent, and can send it again. */
final class UdpRelay implements AutoCloseable {
    private final InetSocketAddress server;
    private final DatagramSocket front;
    private volatile DatagramSocket back;
    private final List<byte[]> fromClient = new CopyOnWriteArrayList<>();
    private volatile SocketAddress client = new InetSocketAddress(0);

    UdpRelay(InetSocketAddress server) throws IOException {
        this.server = server;
        this.front = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        this.back = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        new Thread(() -> pump(front, true)).start();
        listen(back);
    }

    private void listen(DatagramSocket from) {
        new Thread(() -> pump(from, false)).start();
    }

    /** From now on the server sees the client at another port, as behind a NAT that has forgotten it. */
    void changeAddress() throws IOException {
        DatagramSocket old = back;
        DatagramSocket next = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        back = next;
        listen(next);
        old.close();
    }

    InetSocketAddress address() {
        return (InetSocketAddress) front.getLocalSocketAddress();
    }

    private void pump(DatagramSocket from, boolean toServer) {
        byte[] buffer = new byte[2_048];
        while (!from.isClosed()) {
            DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
            try {
                from.receive(packet);
                byte[] datagram = Arrays.copyOf(buffer, packet.getLength());
                if (toServer) {
                    client = packet.getSocketAddress();
                    fromClient.add(datagram);
                    back.send(new DatagramPacket(datagram, datagram.length, server));
                } else {
                    front.send(new DatagramPacket(datagram, datagram.length, client));
                }
            } catch (IOException e) {
                // closed
                return;
            }
        }
    }

    int count() {
        return fromClient.size();
    }

    /** What the client has sent after its first so many datagrams. */
    List<byte[]> since(int count) {
        return List.copyOf(fromClient.subList(count, fromClient.size()));
    }

    /** Sends what the client has sent so far once more. */
    void replay() throws IOException {
        for (byte[] datagram : List.copyOf(fromClient)) {
            back.send(new DatagramPacket(datagram, datagram.length, server));
        }
    }

    @Override
    public void close() {
        front.close();
        back.close();
    }
}
