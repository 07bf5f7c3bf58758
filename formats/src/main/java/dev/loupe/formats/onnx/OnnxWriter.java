package dev.loupe.formats.onnx;

import dev.loupe.formats.AtomicFile;
import dev.loupe.formats.ProtobufWriter;
import dev.loupe.tensor.LoupeException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Writes ONNX files. Values of tensors go from their buffers to the file, without a copy between:
/// little-endian, as `raw_data`.
///
/// Source: onnx.proto of ONNX 1.23 (IR version 13): names and numbers of fields.
public final class OnnxWriter {
  /// How long a Protocol Buffers message may be.
  private static final long LONGEST = Integer.MAX_VALUE;

  private static final int CHUNK = 1 << 16;

  private OnnxWriter() {}

  /// Writes a model; the same model always gives the same bytes.
  ///
  /// @throws LoupeException if the file would be longer than 2 GiB, or can't be written; what was
  ///     there before is then untouched
  public static void write(Path file, OnnxModel model) {
    List<ByteBuffer> parts = parts(model);
    long length = length(parts);
    if (length > LONGEST) {
      throw LoupeException.of(file + ": the model is too large for one ONNX file")
          .expected("at most " + LONGEST + " bytes")
          .got(length + " bytes");
    }
    AtomicFile.write(file, out -> write(out, parts));
  }

  /// The bytes of a small model.
  public static byte[] bytes(OnnxModel model) {
    return joined(parts(model));
  }

  private static List<ByteBuffer> parts(OnnxModel model) {
    List<ByteBuffer> graph = parts(model.graph());
    ProtobufWriter head =
        new ProtobufWriter().varint(1, model.irVersion()).string(2, model.producer());
    ProtobufWriter tail = new ProtobufWriter();
    opsets(tail, 8, model.opsets());
    model.metadata().forEach((key, value) -> tail.message(14, entry(key, value)));
    model.functions().forEach(f -> tail.message(25, function(f, model.opsets())));
    List<ByteBuffer> parts = new ArrayList<>();
    parts.add(ByteBuffer.wrap(head.head(7, length(graph)).bytes()));
    parts.addAll(graph);
    parts.add(ByteBuffer.wrap(tail.bytes()));
    return parts;
  }

  private static List<ByteBuffer> parts(OnnxGraph graph) {
    List<ByteBuffer> parts = new ArrayList<>();
    ProtobufWriter head = new ProtobufWriter();
    graph.nodes().forEach(n -> head.message(1, node(n)));
    parts.add(ByteBuffer.wrap(head.string(2, graph.name()).bytes()));
    for (OnnxTensor t : graph.initializers()) {
      List<ByteBuffer> tensor = parts(t);
      parts.add(ByteBuffer.wrap(new ProtobufWriter().head(5, length(tensor)).bytes()));
      parts.addAll(tensor);
    }
    ProtobufWriter tail = new ProtobufWriter();
    graph.inputs().forEach(v -> tail.message(11, value(v)));
    graph.outputs().forEach(v -> tail.message(12, value(v)));
    graph.values().forEach(v -> tail.message(13, value(v)));
    parts.add(ByteBuffer.wrap(tail.bytes()));
    return parts;
  }

  private static List<ByteBuffer> parts(OnnxTensor t) {
    ProtobufWriter head = new ProtobufWriter();
    t.sizes().forEach(size -> head.varint(1, size));
    head.varint(2, t.type().code()).string(8, t.name()).head(9, t.bytes().remaining());
    return List.of(ByteBuffer.wrap(head.bytes()), t.bytes().slice());
  }

  private static ProtobufWriter node(OnnxNode n) {
    ProtobufWriter w = new ProtobufWriter();
    n.inputs().forEach(name -> w.string(1, name));
    n.outputs().forEach(name -> w.string(2, name));
    w.string(3, n.name()).string(4, n.operator());
    n.attributes().forEach((name, value) -> w.message(5, attribute(name, value)));
    return n.domain().isEmpty() ? w : w.string(7, n.domain());
  }

  private static ProtobufWriter attribute(String name, OnnxAttribute attribute) {
    ProtobufWriter w = new ProtobufWriter().string(1, name);
    return switch (attribute) {
      case OnnxAttribute.Real a -> w.float32(2, a.value()).varint(20, 1);
      case OnnxAttribute.Whole a -> w.varint(3, a.value()).varint(20, 2);
      case OnnxAttribute.Text a -> w.string(4, a.value()).varint(20, 3);
      case OnnxAttribute.Values a -> w.bytes(5, joined(parts(a.value()))).varint(20, 4);
      case OnnxAttribute.Body a -> w.bytes(6, joined(parts(a.value()))).varint(20, 5);
      case OnnxAttribute.Reals a -> {
        a.values().forEach(v -> w.float32(7, v));
        yield w.varint(20, 6);
      }
      case OnnxAttribute.Wholes a -> {
        a.values().forEach(v -> w.varint(8, v));
        yield w.varint(20, 7);
      }
      case OnnxAttribute.Texts a -> {
        a.values().forEach(v -> w.string(9, v));
        yield w.varint(20, 8);
      }
      case OnnxAttribute.Reference a -> w.string(21, a.name());
    };
  }

  private static ProtobufWriter value(OnnxValueInfo info) {
    ProtobufWriter tensor = new ProtobufWriter();
    info.type().ifPresent(type -> tensor.varint(1, type.code()));
    info.dims().ifPresent(dims -> tensor.message(2, shape(dims)));
    ProtobufWriter w = new ProtobufWriter().string(1, info.name());
    boolean known = info.type().isPresent() || info.dims().isPresent();
    return known ? w.message(2, new ProtobufWriter().message(1, tensor)) : w;
  }

  private static ProtobufWriter shape(List<OnnxDim> dims) {
    ProtobufWriter w = new ProtobufWriter();
    for (OnnxDim dim : dims) {
      w.message(
          1,
          switch (dim) {
            case OnnxDim.Fixed d -> new ProtobufWriter().varint(1, d.size());
            case OnnxDim.Named d -> new ProtobufWriter().string(2, d.name());
            case OnnxDim.Free _ -> new ProtobufWriter();
          });
    }
    return w;
  }

  private static ProtobufWriter function(OnnxFunction f, Map<String, Long> opsets) {
    ProtobufWriter w = new ProtobufWriter().string(1, f.name());
    f.inputs().forEach(name -> w.string(4, name));
    f.outputs().forEach(name -> w.string(5, name));
    f.nodes().forEach(n -> w.message(7, node(n)));
    opsets(w, 9, opsets);
    w.string(10, f.domain());
    f.defaults().forEach((name, value) -> w.message(11, attribute(name, value)));
    return w;
  }

  private static void opsets(ProtobufWriter w, int field, Map<String, Long> opsets) {
    opsets.forEach(
        (domain, version) ->
            w.message(field, new ProtobufWriter().string(1, domain).varint(2, version)));
  }

  private static ProtobufWriter entry(String key, String value) {
    return new ProtobufWriter().string(1, key).string(2, value);
  }

  private static long length(List<ByteBuffer> parts) {
    return parts.stream().mapToLong(ByteBuffer::remaining).sum();
  }

  private static byte[] joined(List<ByteBuffer> parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      write(out, parts);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static void write(OutputStream out, List<ByteBuffer> parts) throws IOException {
    byte[] chunk = new byte[CHUNK];
    for (ByteBuffer part : parts) {
      ByteBuffer rest = part.slice();
      while (rest.hasRemaining()) {
        int count = Math.min(CHUNK, rest.remaining());
        rest.get(chunk, 0, count);
        out.write(chunk, 0, count);
      }
    }
  }
}
