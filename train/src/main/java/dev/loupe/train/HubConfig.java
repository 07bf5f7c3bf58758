package dev.loupe.train;

import dev.loupe.data.image.Filter;
import dev.loupe.data.image.ResizeMode;
import dev.loupe.data.image.Resized;
import dev.loupe.formats.AtomicFile;
import dev.loupe.formats.Json;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What `config.json` and `preprocessor_config.json` beside weights say: as the library timm writes
/// the first, and as Hugging Face's image processors write the second.
///
/// Source: timm, `timm/models/_hub.py` (`save_config_for_hf`) and `timm/data/config.py`; Hugging
/// Face Transformers, the documentation of image processors.
///
/// @param architecture the name of the network
/// @param classes how many there are
/// @param labels their names; empty where they are not told
/// @param size height and width of what the network sees
/// @param resized the size before the middle is cut out
/// @param mode how the size is reached
/// @param filter what pictures are resized with
/// @param mean what is taken from each channel of values in 0 to 1; empty where it is not told
/// @param deviation what each channel is then divided by
public record HubConfig(
    Optional<String> architecture,
    Optional<Integer> classes,
    List<String> labels,
    Optional<Resized> size,
    Optional<Resized> resized,
    Optional<ResizeMode> mode,
    Optional<Filter> filter,
    List<Float> mean,
    List<Float> deviation) {
  /// The file that names the network.
  public static final String CONFIG = "config.json";

  /// The file that says how pictures become samples.
  public static final String PREPROCESSOR = "preprocessor_config.json";

  /// Filters in the order of Pillow's numbers for them, from 0.
  private static final List<Filter> PILLOW =
      List.of(Filter.NEAREST, Filter.LANCZOS, Filter.BILINEAR, Filter.BICUBIC);

  /// Copies the lists.
  public HubConfig {
    labels = List.copyOf(labels);
    mean = List.copyOf(mean);
    deviation = List.copyOf(deviation);
  }

  /// Reads those of the files that are in a folder; of what both say, the second holds.
  ///
  /// @throws LoupeException if one is no JSON, or a value has the wrong type
  public static HubConfig in(Path folder) {
    HubConfig config =
        new HubConfig(
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            List.of());
    Path first = folder.resolve(CONFIG);
    Path second = folder.resolve(PREPROCESSOR);
    try {
      if (Files.isRegularFile(first)) {
        config = network(Json.read(first));
      }
    } catch (LoupeException e) {
      throw named(e, first);
    }
    try {
      return Files.isRegularFile(second) ? config.with(Json.read(second)) : config;
    } catch (LoupeException e) {
      throw named(e, second);
    }
  }

  private static LoupeException named(LoupeException e, Path file) {
    boolean named = String.valueOf(e.getMessage()).startsWith(file.toString());
    return named ? e : e.at(file.toString());
  }

  private static HubConfig network(ObjectNode root) {
    JsonNode given = root.path("pretrained_cfg");
    JsonNode own = given.isObject() ? given : root;
    List<Integer> input = integers(own.path("input_size"));
    Optional<Resized> size =
        input.size() == 3 ? Optional.of(new Resized(input.get(2), input.get(1))) : Optional.empty();
    Optional<Double> share = number(own.path("crop_pct")).filter(s -> s > 0 && s < 1);
    List<String> labels = labels(root);
    Optional<Integer> classes =
        number(root.path("num_classes")).map(Double::intValue).filter(n -> n > 0);
    return new HubConfig(
        text(root.path("architecture")),
        classes.isEmpty() && !labels.isEmpty() ? Optional.of(labels.size()) : classes,
        labels,
        size,
        size.flatMap(
            s ->
                share.map(
                    part ->
                        new Resized(
                            (int) Math.floor(s.width() / part),
                            (int) Math.floor(s.height() / part)))),
        text(own.path("crop_mode"))
            .map(m -> m.equals("squash") ? ResizeMode.SQUASH : ResizeMode.SHORT_SIDE),
        text(own.path("interpolation")).flatMap(HubConfig::filter),
        floats(own.path("mean")),
        floats(own.path("std")));
  }

  private HubConfig with(ObjectNode root) {
    Optional<Resized> whole = size(root.path("size"));
    boolean cut = root.path("do_center_crop").asBoolean(false);
    Optional<Resized> part = cut ? size(root.path("crop_size")) : Optional.empty();
    JsonNode edges = root.path("size");
    boolean squash = edges.isObject() && edges.has("height");
    Optional<Filter> given =
        number(root.path("resample"))
            .map(Double::intValue)
            .filter(n -> n >= 0 && n < PILLOW.size())
            .map(PILLOW::get);
    List<Float> ownMean = floats(root.path("image_mean"));
    List<Float> ownDeviation = floats(root.path("image_std"));
    return new HubConfig(
        architecture,
        classes,
        labels,
        part.isPresent() ? part : whole.isPresent() ? whole : size,
        part.isPresent() ? whole : whole.isPresent() ? Optional.empty() : resized,
        whole.isPresent() ? Optional.of(squash ? ResizeMode.SQUASH : ResizeMode.SHORT_SIDE) : mode,
        given.isPresent() ? given : filter,
        ownMean.isEmpty() ? mean : ownMean,
        ownDeviation.isEmpty() ? deviation : ownDeviation);
  }

  private static Optional<Resized> size(JsonNode node) {
    if (node.isNumber()) {
      return Optional.of(new Resized(node.asInt(), node.asInt()));
    }
    if (node.path("shortest_edge").isNumber()) {
      int edge = node.path("shortest_edge").asInt();
      return Optional.of(new Resized(edge, edge));
    }
    boolean both = node.path("width").isNumber() && node.path("height").isNumber();
    return both
        ? Optional.of(new Resized(node.path("width").asInt(), node.path("height").asInt()))
        : Optional.empty();
  }

  private static List<String> labels(ObjectNode root) {
    List<String> labels = new ArrayList<>();
    if (root.path("label_names").isArray()) {
      root.path("label_names").forEach(n -> labels.add(n.asString()));
      return labels;
    }
    JsonNode byIndex = root.path("id2label");
    for (int i = 0; byIndex.path(String.valueOf(i)).isString(); i++) {
      labels.add(byIndex.path(String.valueOf(i)).stringValue());
    }
    return labels;
  }

  private static Optional<Filter> filter(String name) {
    for (Filter f : Filter.values()) {
      if (f.name().equalsIgnoreCase(name)) {
        return Optional.of(f);
      }
    }
    return Optional.empty();
  }

  private static Optional<String> text(JsonNode node) {
    return node.isString() ? Optional.of(node.stringValue()) : Optional.empty();
  }

  private static Optional<Double> number(JsonNode node) {
    return node.isNumber() ? Optional.of(node.asDouble()) : Optional.empty();
  }

  private static List<Integer> integers(JsonNode node) {
    List<Integer> list = new ArrayList<>();
    if (node.isArray()) {
      node.forEach(n -> list.add(whole(n)));
    }
    return list;
  }

  private static int whole(JsonNode node) {
    if (!node.isIntegralNumber() || !node.canConvertToInt()) {
      throw LoupeException.of("a size is no whole number").got(node.toString());
    }
    return node.intValue();
  }

  private static List<Float> floats(JsonNode node) {
    List<Float> list = new ArrayList<>();
    if (node.isArray()) {
      for (JsonNode n : node) {
        if (!n.isNumber()) {
          throw LoupeException.of("a mean or deviation is no number").got(n.toString());
        }
        list.add((float) n.asDouble());
      }
    }
    return list;
  }

  /// Writes both files for a model of pictures.
  ///
  /// @throws LoupeException if the model does not look at pictures, or a file can't be written
  public static void write(Path folder, Model model) {
    Shape input = model.preprocessing().input();
    if (input.rank() != 3) {
      throw LoupeException.of("a " + CONFIG + " is for models that look at pictures")
          .expected("samples of height, width and channels")
          .got(input.toString());
    }
    AtomicFile.write(folder.resolve(CONFIG), Json.text(config(model)));
    AtomicFile.write(folder.resolve(PREPROCESSOR), Json.text(preprocessor(model)));
  }

  private static ObjectNode config(Model model) {
    Preprocessing p = model.preprocessing();
    Preprocessing.@Nullable Pictures how = p.pictures().orElse(null);
    ObjectNode root = Json.object();
    root.put("architecture", model.info().name());
    root.put("num_classes", model.classes().size());
    features(model).ifPresent(n -> root.put("num_features", n));
    ArrayNode names = root.putArray("label_names");
    model.classes().forEach(names::add);
    ObjectNode own = root.putObject("pretrained_cfg");
    own.put("architecture", model.info().name());
    own.put("num_classes", model.classes().size());
    Shape x = p.input();
    own.putArray("input_size").add(x.size(2)).add(x.size(0)).add(x.size(1));
    own.put("interpolation", name(how == null ? Filter.BILINEAR : how.filter()));
    Resized first = how == null ? null : how.resized().orElse(null);
    own.put("crop_pct", first == null ? 1.0 : (double) x.size(1) / first.width());
    own.put("crop_mode", how != null && how.mode() == ResizeMode.SQUASH ? "squash" : "center");
    numbers(own.putArray("mean"), p.mean());
    numbers(own.putArray("std"), p.deviation());
    own.put("first_conv", layer(model.parameters().model().getFirst().path()));
    own.put("classifier", head(model));
    return root;
  }

  private static ObjectNode preprocessor(Model model) {
    Preprocessing p = model.preprocessing();
    Preprocessing.@Nullable Pictures how = p.pictures().orElse(null);
    Resized own = new Resized(p.input().size(1), p.input().size(0));
    Resized first = how == null ? own : how.resized().orElse(own);
    ObjectNode root = Json.object();
    root.put("do_resize", true);
    boolean squash = how != null && how.mode() == ResizeMode.SQUASH;
    if (squash || first.width() != first.height()) {
      sizes(root.putObject("size"), first);
    } else {
      root.putObject("size").put("shortest_edge", first.width());
    }
    root.put("resample", PILLOW.indexOf(how == null ? Filter.BILINEAR : how.filter()));
    root.put("do_center_crop", true);
    sizes(root.putObject("crop_size"), own);
    root.put("do_rescale", true);
    root.put("rescale_factor", 1 / 255.0);
    root.put("do_normalize", true);
    numbers(root.putArray("image_mean"), p.mean());
    numbers(root.putArray("image_std"), p.deviation());
    return root;
  }

  private static void numbers(ArrayNode list, List<Float> values) {
    for (float value : values) {
      list.add(value);
    }
  }

  private static void sizes(ObjectNode node, Resized size) {
    node.put("height", size.height()).put("width", size.width());
  }

  private static String name(Filter filter) {
    return filter.name().toLowerCase(Locale.ROOT);
  }

  /// The layer of the last weight: the one that gives a value for each class.
  private static String head(Model model) {
    return layer(model.parameters().model().getLast().path());
  }

  private static Optional<Integer> features(Model model) {
    return model.parameters().model().stream()
        .filter(v -> v.path().equals(head(model) + ".weight") && v.shape().rank() == 2)
        .map(v -> v.shape().size(0))
        .findFirst();
  }

  private static String layer(String path) {
    return path.substring(0, Math.max(0, path.lastIndexOf('.')));
  }
}
