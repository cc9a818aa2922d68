import tseslint from "typescript-eslint";

export default tseslint.config(
  { ignores: ["dist/", "out/"] },
  {
    files: ["src/**/*.ts", "test/**/*.ts"],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
  },
  {
    // Tests look at whatever the client hands to VS Code.
    files: ["test/**/*.ts"],
    rules: Object.fromEntries(
      ["no-explicit-any", "no-unsafe-argument", "no-unsafe-assignment", "no-unsafe-call", "no-unsafe-member-access", "no-unsafe-return",
       "no-floating-promises", "no-extraneous-class", "no-confusing-void-expression"].map((rule) => [`@typescript-eslint/${rule}`, "off"]),
    ),
  },
);
