package dev.loupe.explain.method;

import dev.loupe.explain.Lens;
import dev.loupe.tensor.LoupeException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/// All methods by name, and the text that names one with its settings.
public final class Methods {
  private static final List<String> NAMES =
      List.of(
          "saliency",
          "smoothgrad",
          "inputxgradient",
          "guided",
          "integrated",
          "occlusion",
          "gradcam",
          "gradcam++",
          "layercam",
          "scorecam",
          "attention",
          "rollout",
          "gradient-attention",
          "random");

  private static final Set<String> OF_TRANSFORMERS =
      Set.of("attention", "rollout", "gradient-attention");

  private Methods() {}

  /// The names, gradients first.
  public static List<String> names() {
    return NAMES;
  }

  /// All methods for any network with their usual settings, without the random map.
  public static List<Method> all() {
    return NAMES.stream()
        .filter(n -> !n.equals("random") && !OF_TRANSFORMERS.contains(n))
        .map(Methods::parse)
        .toList();
  }

  /// All methods for a network, those for transformers too if it is one.
  public static List<Method> all(Lens lens) {
    List<Method> all = new ArrayList<>(all());
    if (lens.attention().isPresent()) {
      NAMES.stream().filter(OF_TRANSFORMERS::contains).map(Methods::parse).forEach(all::add);
    }
    return all;
  }

  /// See [Method#parse].
  static Method parse(String text) {
    int colon = text.indexOf(':');
    String name = colon < 0 ? text : text.substring(0, colon);
    Given given = Given.parse(name, colon < 0 ? "" : text.substring(colon + 1));
    Method method = read(name, given);
    given.refuseOthers();
    return method;
  }

  /// See [Method#text]: components of the record are what it is asked for with.
  static String text(Method method) {
    List<String> settings = new ArrayList<>();
    try {
      for (RecordComponent c : method.getClass().getRecordComponents()) {
        String value = String.valueOf(c.getAccessor().invoke(method));
        if (!value.isEmpty()) {
          settings.add(c.getName() + "=" + value);
        }
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("a method's settings can't be read", e);
    }
    return method.name() + (settings.isEmpty() ? "" : ":" + String.join(",", settings));
  }

  private static Method read(String name, Given g) {
    return switch (name) {
      case "saliency" -> new Saliency();
      case "smoothgrad" ->
          new SmoothGrad(
              g.whole("samples", SmoothGrad.USUAL.samples()),
              g.real("noise", SmoothGrad.USUAL.noise()),
              g.whole("seed", 1));
      case "inputxgradient" -> new InputTimesGradient();
      case "guided" -> new GuidedBackpropagation();
      case "integrated" ->
          new IntegratedGradients(
              g.whole("steps", IntegratedGradients.USUAL.steps()), g.baseline());
      case "occlusion" ->
          new Occlusion(
              g.real("size", Occlusion.USUAL.size()),
              g.real("overlap", Occlusion.USUAL.overlap()),
              g.baseline());
      case "gradcam" -> new GradCam(g.text("layer", ""));
      case "gradcam++" -> new GradCamPlusPlus(g.text("layer", ""));
      case "layercam" -> new LayerCam(g.text("layer", ""));
      case "scorecam" -> new ScoreCam(g.text("layer", ""));
      case "attention" ->
          new AttentionMap(
              g.whole("block", AttentionMap.USUAL.block()),
              g.whole("head", AttentionMap.USUAL.head()));
      case "rollout" -> new Rollout();
      case "gradient-attention" -> new GradientAttention();
      case "random" -> new RandomMap(g.whole("seed", 1));
      default -> throw LoupeException.unknown("method", name, NAMES);
    };
  }

  /// The settings that stand behind a name.
  private record Given(String method, Map<String, String> values, List<String> known) {
    static Given parse(String method, String text) {
      Map<String, String> values = new LinkedHashMap<>();
      for (String part : text.isEmpty() ? new String[0] : text.split(",", -1)) {
        int sign = part.indexOf('=');
        if (sign < 1) {
          throw LoupeException.of("a setting of a method has no value")
              .expected("a name and a value, such as samples=25")
              .got("'" + part + "'")
              .at(method);
        }
        values.put(part.substring(0, sign), part.substring(sign + 1));
      }
      return new Given(method, values, new ArrayList<>());
    }

    String text(String name, String usual) {
      known.add(name);
      return values.getOrDefault(name, usual);
    }

    int whole(String name, int usual) {
      return number(name, usual, "a whole number", Integer::parseInt);
    }

    float real(String name, float usual) {
      return number(name, usual, "a number", Float::parseFloat);
    }

    Baseline baseline() {
      return Baseline.parse(text("baseline", "0"));
    }

    private <T> T number(String name, T usual, String expected, Function<String, T> read) {
      String text = text(name, "");
      try {
        return text.isEmpty() ? usual : read.apply(text);
      } catch (NumberFormatException e) {
        throw LoupeException.of("the setting '" + name + "' is no number")
            .expected(expected)
            .got("'" + text + "'")
            .at(method)
            .causedBy(e);
      }
    }

    void refuseOthers() {
      for (String name : values.keySet()) {
        if (!known.contains(name)) {
          throw known.isEmpty()
              ? LoupeException.of("this method has nothing to choose")
                  .got("'" + name + "'")
                  .at(method)
              : LoupeException.unknown("setting", name, known).at(method);
        }
      }
    }
  }
}
