package vn.tuoi.gateway.coap;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.eclipse.californium.core.CoapResource;
import org.eclipse.californium.core.coap.BlockOption;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.MediaTypeRegistry;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.core.server.resources.CoapExchange;

/**
 * {@code GET /fw}: the signed manifest of the nodes' firmware, and {@code GET /fw/image} the image itself, block by block
 * (RFC 7959). Blocks are read where they are asked for, so that a transfer survives a restart and costs no memory. The
 * node verifies what it got against the manifest; the gateway only carries.
 */
final class FirmwareResource extends CoapResource {
    static final String MANIFEST = "manifest.json";
    static final String IMAGE = "image.bin";

    private static final int MAX_MANIFEST_BYTES = 16 * 1024;

    /** 1,024 bytes, the largest block (RFC 7959 section 2.2). */
    private static final int LARGEST_SZX = 6;

    private final Path directory;

    FirmwareResource(Path directory) {
        super("fw");
        this.directory = directory;
        getAttributes().setTitle("Firmware manifest");
        getAttributes().addContentType(MediaTypeRegistry.APPLICATION_JSON);
        add(new Image());
    }

    @Override
    public void handleGET(CoapExchange exchange) {
        Path manifest = directory.resolve(MANIFEST);
        try {
            if (Files.size(manifest) > MAX_MANIFEST_BYTES) {
                throw new IOException(manifest + " is larger than " + MAX_MANIFEST_BYTES + " bytes");
            }
            exchange.respond(ResponseCode.CONTENT, Files.readAllBytes(manifest), MediaTypeRegistry.APPLICATION_JSON);
        } catch (NoSuchFileException e) {
            exchange.respond(ResponseCode.NOT_FOUND, "no firmware here");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private final class Image extends CoapResource {
        Image() {
            super("image");
            getAttributes().setTitle("Firmware image");
            getAttributes().addContentType(MediaTypeRegistry.APPLICATION_OCTET_STREAM);
        }

        @Override
        public void handleGET(CoapExchange exchange) {
            BlockOption asked = exchange.getRequestOptions().getBlock2();
            int szx = asked == null ? LARGEST_SZX : Math.min(asked.getSzx(), LARGEST_SZX);
            int number = asked == null ? 0 : asked.getNum();
            try (SeekableByteChannel image = Files.newByteChannel(directory.resolve(IMAGE))) {
                long offset = (long) number * BlockOption.szx2Size(szx);
                if (offset > 0 && offset >= image.size()) {
                    exchange.respond(ResponseCode.BAD_OPTION, "the image has " + image.size() + " bytes");
                    return;
                }
                ByteBuffer block =
                        ByteBuffer.allocate((int) Math.min(BlockOption.szx2Size(szx), image.size() - offset));
                image.position(offset);
                while (block.hasRemaining() && image.read(block) >= 0) {
                    // a short read continues
                }
                Response response = new Response(ResponseCode.CONTENT);
                response.setPayload(block.array());
                response.getOptions().setContentFormat(MediaTypeRegistry.APPLICATION_OCTET_STREAM);
                response.getOptions().addETag(entityTag());
                response.getOptions().setBlock2(szx, offset + block.capacity() < image.size(), number);
                exchange.respond(response);
            } catch (NoSuchFileException e) {
                exchange.respond(ResponseCode.NOT_FOUND, "no firmware here");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Another image has another time: blocks of two images are never put together. */
        private byte[] entityTag() throws IOException {
            long modified = Files.getLastModifiedTime(directory.resolve(IMAGE)).toMillis();
            return ByteBuffer.allocate(Long.BYTES).putLong(modified).array();
        }
    }
}
