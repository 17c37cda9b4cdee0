// NVIDIA Grace, one of the two processors of a Grace CPU Superchip. Peaks are what the cores can issue in a cycle, times the clock.
#paper = "NVIDIA Grace CPU Superchip Architecture In Depth, https://developer.nvidia.com/blog/nvidia-grace-cpu-superchip-architecture-in-depth/; half of the Superchip"
#sheet = "NVIDIA Grace CPU Superchip data sheet; half of the Superchip"
#trm = "Arm Neoverse V2 Core Technical Reference Manual, 102375"
#fma = "NVIDIA Grace CPU Superchip Architecture In Depth: 4 x 128-bit SVE2, 7.1 TFLOPS of f64 on 144 cores"
module attributes {
  dlti.target_system_spec = #dlti.target_system_spec<
    "nvidia-grace" = #dlti.target_device_spec<
      "description" = "NVIDIA Grace, 72 cores, Arm Neoverse V2, SVE2",
      "kind" = "cpu",
      "processor" = "neoverse-v2",
      "cores" = #dlti.map<"count" = 72, "source" = #paper>,
      "clock" = #dlti.map<"hz" = [3.0e9, 3.1e9], "source" = "NVIDIA Grace CPU Superchip data sheet: all cores with SIMD, and base">,
      "power" = #dlti.map<"watts" = 250, "source" = "NVIDIA Grace CPU Superchip data sheet: 500 W with the memory, for two">,
      "rates" = #dlti.map<
        "vector" = #dlti.map<
          f32 = #dlti.map<"ops_per_cycle" = 32, "source" = #fma>,
          f64 = #dlti.map<"ops_per_second" = 3.55e12, "ops_per_cycle" = 16, "source" = #fma>,
          f16 = #dlti.map<"ops_per_cycle" = 64, "source" = #fma>>>,
      "levels" = #dlti.map<
        "L1" = #dlti.map<"bytes" = 65536, "line" = 64, "ways" = 4, "cores" = 1, "source" = #trm>,
        "L2" = #dlti.map<"bytes" = 1048576, "line" = 64, "ways" = 8, "cores" = 1, "source" = #trm>,
        "L3" = #dlti.map<"bytes" = 119537664, "line" = 64, "cores" = 72, "source" = #sheet>,
        "DRAM" = #dlti.map<"bytes" = 480000000000, "cores" = 72, "source" = #paper,
          "bandwidth" = #dlti.map<"bytes_per_second" = [384.0e9, 512.0e9], "source" = "NVIDIA Grace CPU Superchip data sheet: with 480 GB and with 240 GB, half of the Superchip">>>,
      "links" = #dlti.map<
        "nvlink-c2c" = #dlti.map<"bytes_per_second" = 450.0e9, "source" = "NVIDIA Grace CPU Superchip Architecture In Depth: 900 GB/s in both directions">,
        "pcie" = #dlti.map<"bytes_per_second" = 63.0e9, "source" = "PCI Express 5.0, 16 lanes of 32 GT/s, 128b/130b encoding">>>>
} {}
