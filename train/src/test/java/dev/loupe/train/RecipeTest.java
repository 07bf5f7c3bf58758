package dev.loupe.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loupe.data.Digits;
import dev.loupe.data.HoldOut;
import dev.loupe.data.Splits;
import dev.loupe.graph.ParameterSource;
import dev.loupe.graph.Parameters;
import dev.loupe.nn.CrossEntropy;
import dev.loupe.nn.MeanSquared;
import dev.loupe.nn.Network;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Recipes, and the settings that they are made of.
final class RecipeTest {
  @TempDir Path folder;

  private static Trainer tiny() {
    return Trainer.of(Tiny.network()).batch(16).epochs(3).threads(1);
  }

  @Test
  void aRecipeTrains() {
    Splits digits = Digits.splits(300, 50);
    // RECIPE
    Recipe recipe = Recipe.USUAL.withEpochs(2);
    Splits splits = HoldOut.validation(digits, 0.2, 1);
    Run run = recipe.trainer(splits).seed(1).train(splits);
    // RECIPE
    assertThat(run.history()).hasSize(2);
    assertThat(run.model().info().name()).isEqualTo("lenet5");
  }

  @Test
  void recipesPrintAndReadAsJson() throws IOException {
    for (String name : Recipes.NAMES) {
      Recipe recipe = Recipes.named(name);
      Path file = Files.writeString(folder.resolve(name + ".json"), Recipes.text(recipe));
      assertThat(Recipes.of(file.toString())).isEqualTo(recipe);
    }
    Path some = Files.writeString(folder.resolve("some.json"), "{\"epochs\": 7, \"average\": 0.9}");
    Recipe read = Recipes.read(some);
    assertThat(read.epochs()).isEqualTo(7);
    assertThat(read.average()).isEqualTo(0.9f);
    assertThat(read.batch()).isEqualTo(Recipe.USUAL.batch());
  }

  @Test
  void mistakesInRecipesAreNamed() throws IOException {
    assertThatThrownBy(() -> Recipes.of("cifr10"))
        .isInstanceOf(LoupeException.class)
        .hasMessageContaining("cifar10");
    refused("{\"epoch\": 7}", "unknown field 'epoch'");
    refused("{\"epochs\": \"7\"}", "epochs");
    refused("{\"schedule\": \"cosine:1.5\"}", "warm-up");
    refused("{\"schedule\": \"cosine:x\"}", "'cosine:x'");
    refused("{\"schedule\": \"cosine:0.1:2\"}", "too many numbers");
    refused("{\"clip\": \"norm\"}", "norm:1");
    refused("{\"classWeights\": \"balance\"}", "balanced");
    refused("{\"views\": \"flop\"}", "flip");
    refused("{\"augment\": \"crp:4\"}", "crop");
    refused("[]", "some.json");
  }

  private void refused(String text, String part) throws IOException {
    Path file = Files.writeString(folder.resolve("some.json"), text);
    assertThatThrownBy(() -> Recipes.read(file))
        .isInstanceOf(LoupeException.class)
        .hasMessageContaining(part);
  }

  @Test
  void smallClassesCountAsMuchAsLargeOnes() {
    Splits splits =
        new Splits(Tiny.data("uneven", 40, i -> i < 28 ? 0 : 1 + i % 3), Tiny.splits(8, 8).test());
    Recipe base = Recipe.USUAL;
    Recipe weighted =
        new Recipe(
            base.model(),
            1,
            8,
            Optional.of(0.1f),
            "constant",
            "sgd",
            base.weightDecay(),
            "norm:1",
            0.1f,
            "balanced",
            "balanced",
            0,
            0,
            0,
            0,
            "none",
            "none",
            List.of());
    Trainer trainer = weighted.trainer(Tiny.network(), splits.train());
    CrossEntropy loss = (CrossEntropy) trainer.how().loss();
    assertThat(loss.labelSmoothing()).isEqualTo(0.1f);
    assertThat(loss.classWeights()).containsExactly(40f / (4 * 28), 2.5f, 2.5f, 2.5f);
    assertThat(trainer.threads(1).train(splits).history()).hasSize(1);
  }

  @Test
  void mixedSamplesAreLearnedFrom() {
    Splits splits = Tiny.splits(160, 80);
    Trainer mixed = tiny().epochs(8).mixing(new Mixing(0.2f, 1)).average(0.9f);
    Run run = mixed.train(splits);
    assertThat(run.model().info().evaluation().orElseThrow().accuracy()).isGreaterThan(0.8);
    assertThat(run.model().info().provenance().orElseThrow().more())
        .containsExactly("mixing Mixing[mixup=0.2, cutmix=1.0]", "moving average 0.9");
    assertThatThrownBy(() -> tiny().mixing(new Mixing(1, 0)).loss(MeanSquared.of()).train(splits))
        .isInstanceOf(LoupeException.class)
        .hasMessageContaining("cross-entropy");
  }

  @Test
  void patienceEndsATraining() {
    Splits splits = Tiny.splits(160, 80);
    assertThatThrownBy(() -> tiny().patience(1).train(splits))
        .isInstanceOf(LoupeException.class)
        .hasMessageContaining("validation data");
    Run run = tiny().epochs(50).patience(2).validation(splits.test()).train(splits);
    List<EpochResult> history = run.history();
    assertThat(history.size()).isLessThan(50).isGreaterThan(2);
    double best = history.stream().mapToDouble(EpochResult::testAccuracy).max().orElseThrow();
    assertThat(history.get(history.size() - 3).testAccuracy()).isEqualTo(best);
    assertThat(run.stopped()).isFalse();
  }

  @Test
  void weightsOfAnotherRunAreTakenOverAsFarAsTheyFit() {
    Splits splits = Tiny.splits(64, 16);
    Run first = tiny().out(folder.resolve("first")).train(splits);
    Network other = Tiny.network(7);
    Transfer transfer = Transfer.from(folder.resolve("first"), other);
    assertThat(transfer.fresh()).containsExactly("dense.weight", "dense.bias");
    assertThat(transfer.taken()).isEqualTo(2);
    ParameterSource source = transfer.over(ParameterSource.random(Seed.of(1)));
    Parameters loaded = Parameters.of(other.inference(1), source);
    assertThat(loaded.tensor("conv.weight"))
        .isEqualTo(first.model().parameters().tensor("conv.weight"));
    assertThat(loaded.tensor("dense.weight").shape().size(1)).isEqualTo(7);
  }
}
