import os
import platform
import shutil

import lit.formats
from lit.llvm import llvm_config
from lit.llvm.subst import ToolSubst

config.name = "fpo"
config.test_format = lit.formats.ShTest(execute_external=False)
config.suffixes = [".mlir", ".test", ".md"]
config.test_source_root = os.path.dirname(__file__)
config.test_exec_root = os.path.join(config.fpo_obj_root, "test")
config.excludes = ["Inputs", "CMakeLists.txt", "README.md"]

config.substitutions.append(("%python", f'"{config.python_executable}"'))
config.substitutions.append(("%compare-functions", f'"{config.python_executable}" "{config.test_source_root}/compare-functions.py"'))
config.substitutions.append(("%fpo_opt_path", os.path.join(config.fpo_bin_dir, "fpo-opt")))
config.substitutions.append(("%fpo_run_path", os.path.join(config.fpo_bin_dir, "fpo-run")))
config.substitutions.append(("%fpo_src_root", config.fpo_src_root))
config.substitutions.append(("%fpo_plugin", os.path.join(config.fpo_lib_dir, "FpoPlugin.so")))
config.substitutions.append(("%llvm_tools", config.llvm_tools_dir))
config.substitutions.append(("%llvm_libraries", config.mlir_lib_dir))

# What has been measured on this machine is no part of a test.
config.environment["XDG_CACHE_HOME"] = os.path.join(config.test_exec_root, "cache")

# With --param=rules=FILE, every fpo-opt counts by these rules first (test/Oracle/mutate.py).
rules = lit_config.params.get("rules")
rules_args = [f"--rules={rules}"] if rules else []

# Programs that are compiled for x86-64 run.
if platform.machine() == "x86_64":
    config.available_features.add("x86-64")

# Programs for aarch64 can be linked and run: Debian's qemu-user-static and libgcc-12-dev-arm64-cross.
if shutil.which("qemu-aarch64-static") and shutil.which("ld.lld-22") and os.path.exists("/usr/aarch64-linux-gnu/lib/crt1.o"):
    config.available_features.add("aarch64-emulator")
llvm_config.use_default_substitutions()
llvm_config.add_tool_substitutions(
    [
        ToolSubst("fpo-opt", unresolved="fatal", extra_args=rules_args),
        ToolSubst("fpo-lsp-server", unresolved="fatal"),
        ToolSubst("fpo-run", unresolved="fatal"),
        ToolSubst("mlir-opt", unresolved="fatal"),
        ToolSubst("split-file", unresolved="fatal"),
    ],
    [config.fpo_bin_dir, config.llvm_tools_dir],
)
