package dev.loupe.train.compare;

import dev.loupe.data.Dataset;
import dev.loupe.graph.op.Attention;
import dev.loupe.models.Models;
import dev.loupe.train.Recipe;
import dev.loupe.train.Recipes;
import java.util.Locale;

/// A model that is compared.
///
/// @param name unique, such as `resnet20`
/// @param recipe how it is trained; the number of epochs is set by the [Budget]
public record Entrant(String name, Recipe recipe) {
  /// A model of the registry with the recipe that suits its kind: for networks with attention that
  /// of [Recipes] named `transformer` (AdamW, warm-up and cosine, label smoothing), for others
  /// [Recipe#USUAL] (Nesterov's momentum, one cycle).
  ///
  /// @throws dev.loupe.tensor.LoupeException if there is no such model, or it does not take the
  // data
  public static Entrant own(String model, Dataset train) {
    boolean attends =
        Models.get(model)
            .network(train.shape(), train.classes().size())
            .inference(1)
            .nodes()
            .stream()
            .anyMatch(n -> n.op() instanceof Attention);
    Recipe recipe = attends ? Recipes.named("transformer") : Recipe.USUAL;
    return new Entrant(model, recipe.withModel(model));
  }

  /// The name as a part of the name of a folder.
  String slug() {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._-]+", "-");
  }
}
