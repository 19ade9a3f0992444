package dev.lockstep.fs.linux;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who may use whom in this module. */
@AnalyzeClasses(
    packages = "dev.lockstep.fs.linux",
    importOptions = ImportOption.DoNotIncludeTests.class)
final class LinuxArchitectureTest {
  @ArchTest
  static final ArchRule FOREIGN_MEMORY_STAYS_IN_LIBC =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.lockstep.fs.linux.libc")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("java.lang.foreign..");

  @ArchTest
  static final ArchRule LIBC_USES_NOTHING_OF_OURS =
      noClasses()
          .that()
          .resideInAPackage("dev.lockstep.fs.linux.libc")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.lockstep.fs",
              "dev.lockstep.fs.nio..",
              "dev.lockstep.fs.linux",
              "dev.lockstep.model..");
}
