import pluginVue from 'eslint-plugin-vue'
import tseslint from 'typescript-eslint'
import vueParser from 'vue-eslint-parser'

const restricted = [
  { selector: "CallExpression[callee.property.name='expose'][callee.object.name!='defineExpose']", message: 'A token is exposed only where a request is signed (src-main/host/net-send.ts) or kept (src-main/accounts).' },
  { selector: "CallExpression[callee.property.name='openExternal']", message: 'External links go through src-main/host/open-external.ts.' },
  { selector: "MemberExpression[object.name='console']", message: 'Use the logger.' },
  { selector: 'ExportDefaultDeclaration', message: 'Named exports only.' },
]

export default tseslint.config(
  { ignores: ['out/', 'node_modules/', 'artifacts/', 'release/', 'test-results/', '**/*.cjs'] },
  ...tseslint.configs.recommended,
  ...pluginVue.configs['flat/recommended'],
  { languageOptions: { globals: { process: 'readonly', fetch: 'readonly', AbortSignal: 'readonly', URL: 'readonly' } } },
  {
    files: ['src-main/**/*.ts', 'src-renderer/**/*.{ts,vue}'],
    languageOptions: { parser: vueParser, parserOptions: { parser: tseslint.parser, extraFileExtensions: ['.vue'], sourceType: 'module' } },
    rules: {
      'no-restricted-syntax': ['error', ...restricted],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      'vue/no-v-html': 'error',
      'vue/block-lang': ['error', { script: { lang: 'ts' } }],
      'vue/component-api-style': ['error', ['script-setup']],
    },
  },
  {
    files: ['src-renderer/**/*.{ts,vue}'],
    rules: { 'no-restricted-imports': ['error', { paths: [{ name: 'zod', message: 'Schemas stay out of the page: they slow its start. Take values and types from the contract.' }] }] },
  },
  {
    // The places that each of the rules above names, and tests, which say what must not be.
    files: ['src-main/host/**', 'src-main/accounts/**', 'src-main/**/*.test.ts', 'src-renderer/env.d.ts'],
    rules: { 'no-restricted-syntax': ['error', ...restricted.filter(({ selector }) => !/expose|openExternal|ExportDefault/.test(selector))] },
  },
  {
    // Layout of templates is left to the author; what can hide a defect stays on.
    rules: {
      'vue/max-attributes-per-line': 'off',
      'vue/singleline-html-element-content-newline': 'off',
      'vue/multiline-html-element-content-newline': 'off',
      'vue/html-self-closing': 'off',
      'vue/html-indent': 'off',
      'vue/html-closing-bracket-newline': 'off',
      'vue/first-attribute-linebreak': 'off',
      'vue/attributes-order': 'off',
      'vue/require-default-prop': 'off',
    },
  },
)
