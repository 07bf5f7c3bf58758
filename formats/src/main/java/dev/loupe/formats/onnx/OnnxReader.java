package dev.loupe.formats.onnx;

import dev.loupe.formats.ProtobufReader;
import dev.loupe.tensor.LoupeException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads ONNX files. Weights stay in the mapped file until they are asked for.
///
/// Source: onnx.proto of ONNX 1.23 (IR version 13): names and numbers of fields.
public final class OnnxReader {
  /// The folder that the model lies in, for values in other files.
  private final @Nullable Path folder;

  private OnnxReader(@Nullable Path folder) {
    this.folder = folder;
  }

  /// Reads a model.
  ///
  /// @throws LoupeException if the file can't be read or is broken, with the byte
  public static OnnxModel read(Path file) {
    return new OnnxReader(file.toAbsolutePath().getParent())
        .model(ProtobufReader.of(file.toString(), map(file)));
  }

  /// Reads a model from memory.
  ///
  /// @param name what stands in front of errors
  public static OnnxModel read(String name, ByteBuffer bytes) {
    return new OnnxReader(null).model(ProtobufReader.of(name, bytes));
  }

  /// Reads a file with one tensor, such as test data.
  ///
  /// @throws LoupeException if the file can't be read or is broken, with the byte
  public static OnnxTensor readTensor(Path file) {
    return OnnxTensorReader.read(ProtobufReader.of(file.toString(), map(file)), null);
  }

  private static ByteBuffer map(Path file) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      if (channel.size() > Integer.MAX_VALUE) {
        throw LoupeException.of(file + ": the file is too large for one message")
            .expected("at most " + Integer.MAX_VALUE + " bytes, weights in files of their own")
            .got(channel.size() + " bytes");
      }
      return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
    } catch (NoSuchFileException e) {
      throw LoupeException.of(file + ": there is no such file").causedBy(e);
    } catch (IOException e) {
      throw LoupeException.of(file + ": the file can't be read (" + e + ")").causedBy(e);
    }
  }

  private OnnxModel model(ProtobufReader m) {
    long version = 0;
    String producer = "";
    Map<String, Long> opsets = new LinkedHashMap<>();
    OnnxGraph graph = null;
    List<OnnxFunction> functions = new ArrayList<>();
    Map<String, String> metadata = new LinkedHashMap<>();
    while (m.next()) {
      switch (m.field()) {
        case 1 -> version = m.varint();
        case 2 -> producer = m.string();
        case 7 -> graph = graph(m.message());
        case 8 -> opset(m.message(), opsets);
        case 14 -> text(m.message(), metadata);
        case 25 -> functions.add(function(m.message()));
        default -> m.skip();
      }
    }
    if (graph == null || version == 0) {
      throw m.error(
          "this is not an ONNX model: it has no " + (graph == null ? "graph" : "version"));
    }
    return new OnnxModel(version, producer, opsets, graph, functions, metadata);
  }

  private OnnxGraph graph(ProtobufReader m) {
    String name = "";
    List<OnnxNode> nodes = new ArrayList<>();
    List<OnnxTensor> initializers = new ArrayList<>();
    List<OnnxValueInfo> inputs = new ArrayList<>();
    List<OnnxValueInfo> outputs = new ArrayList<>();
    List<OnnxValueInfo> values = new ArrayList<>();
    while (m.next()) {
      switch (m.field()) {
        case 1 -> nodes.add(node(m.message()));
        case 2 -> name = m.string();
        case 5 -> initializers.add(OnnxTensorReader.read(m.message(), folder));
        case 11 -> inputs.add(value(m.message()));
        case 12 -> outputs.add(value(m.message()));
        case 13 -> values.add(value(m.message()));
        case 15 -> throw m.error("sparse initializers are not read");
        default -> m.skip();
      }
    }
    return new OnnxGraph(name, nodes, initializers, inputs, outputs, values);
  }

  private OnnxNode node(ProtobufReader m) {
    String name = "";
    String domain = "";
    String operator = "";
    List<String> inputs = new ArrayList<>();
    List<String> outputs = new ArrayList<>();
    Map<String, OnnxAttribute> attributes = new LinkedHashMap<>();
    while (m.next()) {
      switch (m.field()) {
        case 1 -> inputs.add(m.string());
        case 2 -> outputs.add(m.string());
        case 3 -> name = m.string();
        case 4 -> operator = m.string();
        case 5 -> attribute(m.message(), attributes);
        case 7 -> domain = m.string();
        default -> m.skip();
      }
    }
    return new OnnxNode(
        name, domain.equals("ai.onnx") ? "" : domain, operator, inputs, outputs, attributes);
  }

  private void attribute(ProtobufReader m, Map<String, OnnxAttribute> into) {
    String name = "";
    String reference = "";
    // What a field says without a type: IR versions below 2 have none.
    OnnxAttribute value = null;
    long type = 0;
    float real = 0;
    long whole = 0;
    String text = "";
    List<Float> reals = new ArrayList<>();
    List<Long> wholes = new ArrayList<>();
    List<String> texts = new ArrayList<>();
    while (m.next()) {
      switch (m.field()) {
        case 1 -> name = m.string();
        case 2 -> {
          real = m.float32();
          value = new OnnxAttribute.Real(real);
        }
        case 3 -> {
          whole = m.varint();
          value = new OnnxAttribute.Whole(whole);
        }
        case 4 -> {
          text = m.string();
          value = new OnnxAttribute.Text(text);
        }
        case 5 -> value = new OnnxAttribute.Values(OnnxTensorReader.read(m.message(), folder));
        case 6 -> value = new OnnxAttribute.Body(graph(m.message()));
        case 7 -> floats(m, reals);
        case 8 -> m.varints(wholes::add);
        case 9 -> texts.add(m.string());
        case 20 -> type = m.varint();
        case 21 -> reference = m.string();
        default -> m.skip();
      }
    }
    if (!reference.isEmpty()) {
      into.put(name, new OnnxAttribute.Reference(reference));
      return;
    }
    into.put(
        name,
        switch ((int) type) {
          case 1 -> new OnnxAttribute.Real(real);
          case 2 -> new OnnxAttribute.Whole(whole);
          case 3 -> new OnnxAttribute.Text(text);
          case 6 -> new OnnxAttribute.Reals(reals);
          case 7 -> new OnnxAttribute.Wholes(wholes);
          case 8 -> new OnnxAttribute.Texts(texts);
          default -> {
            if (value != null) {
              yield value;
            }
            if (!reals.isEmpty()) {
              yield new OnnxAttribute.Reals(reals);
            }
            if (!wholes.isEmpty()) {
              yield new OnnxAttribute.Wholes(wholes);
            }
            if (!texts.isEmpty()) {
              yield new OnnxAttribute.Texts(texts);
            }
            throw m.error("the attribute '" + name + "' has the type " + type + ", not read");
          }
        });
  }

  private static void floats(ProtobufReader m, List<Float> into) {
    if (!m.delimited()) {
      into.add(m.float32());
      return;
    }
    ByteBuffer packed = m.bytes();
    while (packed.remaining() >= Float.BYTES) {
      into.add(packed.getFloat());
    }
  }

  private static OnnxValueInfo value(ProtobufReader m) {
    String name = "";
    OnnxValueInfo type = null;
    while (m.next()) {
      switch (m.field()) {
        case 1 -> name = m.string();
        case 2 -> type = type(m.message());
        default -> m.skip();
      }
    }
    return type == null
        ? new OnnxValueInfo(name, Optional.empty(), Optional.empty())
        : new OnnxValueInfo(name, type.type(), type.dims());
  }

  private static OnnxValueInfo type(ProtobufReader m) {
    Optional<OnnxType> type = Optional.empty();
    Optional<List<OnnxDim>> dims = Optional.empty();
    while (m.next()) {
      if (m.field() != 1) {
        m.skip();
        continue;
      }
      ProtobufReader tensor = m.message();
      while (tensor.next()) {
        switch (tensor.field()) {
          case 1 -> type = OnnxType.of(tensor.varint());
          case 2 -> dims = Optional.of(dims(tensor.message()));
          default -> tensor.skip();
        }
      }
    }
    return new OnnxValueInfo("", type, dims);
  }

  private static List<OnnxDim> dims(ProtobufReader m) {
    List<OnnxDim> dims = new ArrayList<>();
    while (m.next()) {
      if (m.field() != 1) {
        m.skip();
        continue;
      }
      ProtobufReader dim = m.message();
      OnnxDim size = new OnnxDim.Free();
      while (dim.next()) {
        switch (dim.field()) {
          case 1 -> {
            long n = dim.varint();
            // Some writers say -1 or 0 where they know nothing.
            size = n < 1 || n > Integer.MAX_VALUE ? new OnnxDim.Free() : new OnnxDim.Fixed((int) n);
          }
          case 2 -> {
            String name = dim.string();
            size = name.isEmpty() ? new OnnxDim.Free() : new OnnxDim.Named(name);
          }
          default -> dim.skip();
        }
      }
      dims.add(size);
    }
    return dims;
  }

  private static void opset(ProtobufReader m, Map<String, Long> into) {
    String domain = "";
    long version = 0;
    while (m.next()) {
      switch (m.field()) {
        case 1 -> domain = m.string();
        case 2 -> version = m.varint();
        default -> m.skip();
      }
    }
    into.put(domain.equals("ai.onnx") ? "" : domain, version);
  }

  private static void text(ProtobufReader m, Map<String, String> into) {
    String key = "";
    String value = "";
    while (m.next()) {
      switch (m.field()) {
        case 1 -> key = m.string();
        case 2 -> value = m.string();
        default -> m.skip();
      }
    }
    into.put(key, value);
  }

  private OnnxFunction function(ProtobufReader m) {
    String domain = "";
    String name = "";
    List<String> inputs = new ArrayList<>();
    List<String> outputs = new ArrayList<>();
    Map<String, OnnxAttribute> defaults = new LinkedHashMap<>();
    List<OnnxNode> nodes = new ArrayList<>();
    while (m.next()) {
      switch (m.field()) {
        case 1 -> name = m.string();
        case 4 -> inputs.add(m.string());
        case 5 -> outputs.add(m.string());
        case 7 -> nodes.add(node(m.message()));
        case 10 -> domain = m.string();
        case 11 -> attribute(m.message(), defaults);
        default -> m.skip();
      }
    }
    return new OnnxFunction(domain, name, inputs, outputs, defaults, nodes);
  }
}
