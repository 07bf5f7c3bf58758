package dev.loupe.cli;

import dev.loupe.explain.Lens;
import dev.loupe.explain.Target;
import dev.loupe.explain.method.AttentionMap;
import dev.loupe.explain.method.GradCam;
import dev.loupe.explain.method.GradCamPlusPlus;
import dev.loupe.explain.method.GradientAttention;
import dev.loupe.explain.method.GuidedBackpropagation;
import dev.loupe.explain.method.InputTimesGradient;
import dev.loupe.explain.method.IntegratedGradients;
import dev.loupe.explain.method.LayerCam;
import dev.loupe.explain.method.Method;
import dev.loupe.explain.method.Occlusion;
import dev.loupe.explain.method.RandomMap;
import dev.loupe.explain.method.Rollout;
import dev.loupe.explain.method.Saliency;
import dev.loupe.explain.method.ScoreCam;
import dev.loupe.explain.method.SmoothGrad;
import dev.loupe.tensor.LoupeException;
import dev.loupe.train.Model;
import dev.loupe.train.Ranked;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the options of `explain` choose.
final class ExplainChoices {
  private ExplainChoices() {}

  /// A class activation map of a layer, where none was chosen with the method; other methods as
  /// they are.
  static Method at(Method method, String layer) {
    return switch (method) {
      case GradCam m -> m.layer().isEmpty() ? new GradCam(layer) : m;
      case GradCamPlusPlus m -> m.layer().isEmpty() ? new GradCamPlusPlus(layer) : m;
      case LayerCam m -> m.layer().isEmpty() ? new LayerCam(layer) : m;
      case ScoreCam m -> m.layer().isEmpty() ? new ScoreCam(layer) : m;
      case Saliency m -> m;
      case SmoothGrad m -> m;
      case InputTimesGradient m -> m;
      case GuidedBackpropagation m -> m;
      case IntegratedGradients m -> m;
      case Occlusion m -> m;
      case AttentionMap m -> m;
      case Rollout m -> m;
      case GradientAttention m -> m;
      case RandomMap m -> m;
    };
  }

  /// What is explained.
  ///
  /// @param text of `--target`
  /// @param chosen of `--class`: a name, an index, or `top`
  /// @param ranked the classes, the most probable first; empty where the model ranks none
  /// @throws LoupeException if there is no such class
  static Target target(
      Model model, Lens lens, @Nullable String text, String chosen, List<Ranked> ranked) {
    if (text != null) {
      if (!chosen.equals("top")) {
        throw LoupeException.of("--class and --target both say what is explained")
            .fix("leave one of them out");
      }
      Target target = Target.parse(text);
      if (!target.layer().isEmpty()) {
        lens.layer(target.layer());
      }
      return target;
    }
    List<String> classes = model.classes();
    if (chosen.equals("top")) {
      return new Target.Output(ranked.isEmpty() ? 0 : ranked.getFirst().index());
    }
    int at = classes.indexOf(chosen);
    if (at >= 0) {
      return new Target.Output(at);
    }
    if (chosen.matches("\\d{1,8}") && Integer.parseInt(chosen) < classes.size()) {
      return new Target.Output(Integer.parseInt(chosen));
    }
    // Names such as "malamute, malemute, Alaskan malamute": one of them is enough.
    List<String> parts =
        classes.stream().filter(c -> List.of(c.split(", ", -1)).contains(chosen)).toList();
    if (parts.size() == 1) {
      return new Target.Output(classes.indexOf(parts.getFirst()));
    }
    throw classes.size() > 40
        ? LoupeException.of("unknown class '" + chosen + "'")
            .expected("one of %d classes, by name or by index".formatted(classes.size()))
        : LoupeException.unknown("class", chosen, classes);
  }

  /// A target for people.
  static String name(Model model, Target target) {
    return switch (target) {
      case Target.Output o ->
          o.index() < model.classes().size()
              ? model.classes().get(o.index())
              : "output " + o.index();
      case Target.Channel c -> "channel " + c.channel() + " of " + c.layer();
      case Target.Neuron n -> "value " + n.index() + " of " + n.layer();
    };
  }
}
