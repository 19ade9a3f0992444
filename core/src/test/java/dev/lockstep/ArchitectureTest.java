package dev.lockstep;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;

/** Who may use whom. */
@AnalyzeClasses(packages = "dev.lockstep", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
  @ArchTest static final ArchRule MODEL_USES_NOTHING_OF_OURS = onlyUses("model");

  @ArchTest static final ArchRule PLAN_USES_THE_MODEL = onlyUses("plan", "model");

  @ArchTest static final ArchRule API_USES_THE_MODEL = onlyUses("api", "model");

  @ArchTest static final ArchRule FS_USES_THE_MODEL = onlyUses("fs", "model");

  @ArchTest static final ArchRule BACKENDS_USE_FS = onlyUses("fs.nio", "fs", "model");

  @ArchTest static final ArchRule DIGEST_USES_THE_MODEL = onlyUses("digest", "model");

  @ArchTest static final ArchRule FILTER_USES_THE_MODEL = onlyUses("filter", "model");

  @ArchTest static final ArchRule SPILL_USES_FS = onlyUses("spill", "fs", "model");

  @ArchTest static final ArchRule MARCH_IS_A_STAGE = stage("march");

  @ArchTest static final ArchRule COMPARE_IS_A_STAGE = stage("compare");

  @ArchTest static final ArchRule APPLY_IS_A_STAGE = stage("apply");

  @ArchTest static final ArchRule LINKS_IS_A_STAGE = stage("links");

  @ArchTest static final ArchRule GUARD_IS_A_STAGE = stage("guard");

  @ArchTest static final ArchRule INDEX_IS_A_STAGE = stage("index");

  @ArchTest static final ArchRule VERIFY_IS_A_STAGE = stage("verify");

  @ArchTest
  static final ArchRule THE_STORE_IS_HIDDEN_IN_THE_INDEX =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.lockstep.index..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.h2..");

  @ArchTest static final ArchRule WATCH_IS_A_STAGE = stage("watch");

  @ArchTest
  static final ArchRule THE_ENGINE_USES_STAGES_BUT_NO_BACKEND =
      noClasses()
          .that()
          .resideInAPackage("dev.lockstep.engine..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.lockstep", "dev.lockstep.fs.nio..");

  @ArchTest
  static final ArchRule NO_CYCLES =
      slices().matching("dev.lockstep.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule THREADS_AND_CLOCKS_LIVE_IN_THE_ENGINE =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.lockstep.engine..")
          .should()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(Instant.class, "now")
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(Clock.class)
          .orShould()
          .callMethod(Thread.class, "start")
          .orShould()
          .callMethod(Thread.class, "ofPlatform")
          .orShould()
          .callMethod(Thread.class, "ofVirtual")
          .orShould()
          .callMethod(Thread.class, "sleep", long.class);

  @ArchTest
  static final ArchRule FOREIGN_MEMORY_STAYS_IN_LIBC =
      noClasses().should().dependOnClassesThat().resideInAPackage("java.lang.foreign..");

  private static ArchRule stage(String name) {
    return onlyUses(name, "fs", "filter", "model", "digest", "spill");
  }

  private static ArchRule onlyUses(String name, String... others) {
    String[] allowed = new String[others.length + 1];
    allowed[0] = "dev.lockstep." + name;
    for (int i = 0; i < others.length; i++) {
      allowed[i + 1] = "dev.lockstep." + others[i];
    }
    return classes()
        .that()
        .resideInAPackage("dev.lockstep." + name)
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(allowed).or(resideOutsideOfPackage("dev.lockstep..")))
        .as(name + " uses only " + String.join(", ", allowed))
        .allowEmptyShould(false);
  }
}
