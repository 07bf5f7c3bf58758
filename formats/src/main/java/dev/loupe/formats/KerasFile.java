package dev.loupe.formats;

import dev.loupe.graph.Graph;
import dev.loupe.tensor.LoupeException;
import io.jhdf.HdfFile;
import io.jhdf.api.Attribute;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import io.jhdf.exceptions.HdfException;
import java.lang.reflect.Array;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Weights as Keras's `save_weights` wrote them into an HDF5 file, in Keras's names and layouts;
/// [#fitted] turns them into a network's.
///
/// Layers and their weights come in the order of the attributes `layer_names` and `weight_names`,
/// from the file itself or from its group `model_weights`. Source: Keras 2,
/// `keras/saving/hdf5_format.py`.
public final class KerasFile implements WeightFile {
  /// The first bytes of HDF5 files. Source: HDF5 File Format Specification, section II.A.
  static final byte[] MAGIC = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1A, '\n'};

  private static final String LAYERS = "layer_names";
  private static final String WEIGHTS = "weight_names";
  private static final String INNER = "model_weights";
  private static final int MOST_NAMES = 100_000;
  private static final long MOST_UNPACKED = 1032;

  private final Path file;
  private final List<Layer> layers;
  private final Map<String, List<Integer>> sizes;

  private KerasFile(Path file, List<Layer> layers) {
    this.file = file;
    this.layers = List.copyOf(layers);
    Map<String, List<Integer>> all = new LinkedHashMap<>();
    for (Layer layer : layers) {
      layer.weights().forEach(w -> all.put(w.path(), w.sizes()));
    }
    this.sizes = Collections.unmodifiableMap(all);
  }

  /// A layer with weights.
  ///
  /// @param name in Keras
  /// @param weights in their order
  record Layer(String name, List<Weight> weights) {}

  /// A weight of a layer.
  ///
  /// @param kind such as `kernel` or `moving_mean`
  /// @param path in the file
  /// @param sizes outermost first
  record Weight(String kind, String path, List<Integer> sizes) {}

  /// Opens a file.
  ///
  /// @throws LoupeException if it can't be read, is broken, or not from Keras
  public static KerasFile open(Path file) {
    return reading(file, hdf -> new KerasFile(file, layers(hdf)));
  }

  private static List<Layer> layers(HdfFile hdf) {
    Group root = hdf;
    if (names(root, LAYERS) == null && child(root, INNER) instanceof Group inner) {
      root = inner;
    }
    List<String> names = names(root, LAYERS);
    if (names == null) {
      throw LoupeException.of("there are no weights of Keras in the HDF5 file")
          .expected("the attribute '" + LAYERS + "'")
          .fix("in Keras, write them with model.save('model.h5')");
    }
    List<Layer> layers = new ArrayList<>();
    for (String name : names) {
      if (!(child(root, name) instanceof Group group)) {
        throw LoupeException.of("the layer '" + name + "' is missing in the HDF5 file");
      }
      List<Weight> weights = new ArrayList<>();
      List<String> own = names(group, WEIGHTS);
      for (String weight : own == null ? List.<String>of() : own) {
        weights.add(weight(group, name, weight));
      }
      if (!weights.isEmpty()) {
        layers.add(new Layer(name, weights));
      }
    }
    return layers;
  }

  private static Weight weight(Group layer, String name, String weight) {
    Node node = layer;
    for (String part : weight.split("/", -1)) {
      node = node instanceof Group group ? child(group, part) : null;
    }
    if (!(node instanceof Dataset data)) {
      throw LoupeException.of(
          "the weight '%s' of the layer '%s' is missing in the HDF5 file".formatted(weight, name));
    }
    String last = weight.substring(weight.lastIndexOf('/') + 1);
    String kind = last.replaceFirst(":\\d+$", "");
    return new Weight(kind, data.getPath(), Arrays.stream(data.getDimensions()).boxed().toList());
  }

  /// A child that lies in the file itself.
  private static @Nullable Node child(Group group, String name) {
    Node node = group.getChildren().get(name);
    if (node != null && node.isLink()) {
      throw LoupeException.of("'" + name + "' in the HDF5 file is a link").expected("no links");
    }
    return node;
  }

  /// The texts of an attribute, or of its parts `name0`, `name1`, ... where it was too long.
  private static @Nullable List<String> names(Group group, String name) {
    Attribute whole = group.getAttributes().get(name);
    if (whole != null) {
      return texts(whole);
    }
    List<String> all = new ArrayList<>();
    for (int i = 0; group.getAttributes().get(name + i) != null; i++) {
      all.addAll(texts(group.getAttribute(name + i)));
    }
    return all.isEmpty() ? null : all;
  }

  private static List<String> texts(Attribute attribute) {
    if (attribute.getSize() > MOST_NAMES) {
      throw LoupeException.of("the attribute '" + attribute.getName() + "' is too long")
          .expected("at most " + MOST_NAMES + " names");
    }
    if (attribute.isEmpty() || attribute.getSize() == 0) {
      return List.of();
    }
    Object data = attribute.getData();
    return data instanceof Object[] items
        ? Arrays.stream(items).map(String::valueOf).toList()
        : List.of(String.valueOf(data));
  }

  @Override
  public Path file() {
    return file;
  }

  @Override
  public Set<String> names() {
    return sizes.keySet();
  }

  @Override
  public List<Integer> sizes(String name) {
    List<Integer> own = sizes.get(name);
    if (own == null) {
      throw LoupeException.unknown("weight", name, sizes.keySet()).at(file.toString());
    }
    return own;
  }

  @Override
  public float[] values(String name) {
    List<Integer> own = sizes(name);
    return reading(
        file,
        hdf -> {
          Dataset data = hdf.getDatasetByPath(name);
          long stored = data.getStorageInBytes();
          if (stored > hdf.size() || data.getSizeInBytes() > MOST_UNPACKED * stored) {
            throw LoupeException.of("the weight '" + name + "' claims more than the file holds")
                .expected("at most " + hdf.size() + " bytes")
                .got(stored + " bytes, unpacked " + data.getSizeInBytes());
          }
          return floats(data.getDataFlat(), name, own);
        });
  }

  private static float[] floats(Object flat, String name, List<Integer> sizes) {
    if (!flat.getClass().isArray()) {
      return new float[] {((Number) flat).floatValue()};
    }
    int count = sizes.stream().reduce(1, Math::multiplyExact);
    if (Array.getLength(flat) != count) {
      throw LoupeException.of("the weight '" + name + "' has another length")
          .expected(count + " numbers")
          .got(String.valueOf(Array.getLength(flat)));
    }
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      Object number = Array.get(flat, i);
      values[i] = number instanceof Number n ? n.floatValue() : Float.NaN;
    }
    return values;
  }

  @Override
  public WeightFile fitted(Graph network) {
    return KerasFit.of(this, layers, network);
  }

  /// Opens, reads and closes; what is thrown of a broken file names it.
  private static <T> T reading(Path file, Function<HdfFile, T> how) {
    try (HdfFile hdf = new HdfFile(file)) {
      return how.apply(hdf);
    } catch (LoupeException e) {
      throw e.at(file.toString());
    } catch (HdfException e) {
      throw broken(file, e, String.valueOf(e.getMessage()));
    } catch (RuntimeException | StackOverflowError e) {
      // The library trusts what it reads: of broken files come all kinds of these.
      throw broken(file, e, e.getClass().getSimpleName());
    }
  }

  private static LoupeException broken(Path file, Throwable e, String why) {
    return LoupeException.of(file + ": the HDF5 file is broken or of an unknown kind")
        .got(why.lines().findFirst().orElse(""))
        .causedBy(e);
  }
}
