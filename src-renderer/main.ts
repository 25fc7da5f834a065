import '@fontsource-variable/inter'
import './theme/tokens.css'
import './theme/base.css'
import { createPinia } from 'pinia'
import { until } from '@vueuse/core'
import { createApp } from 'vue'
import { createRouter, createWebHashHistory } from 'vue-router'
import App from './App.vue'
import { i18n } from './i18n'
import { useAccountsStore } from './stores/accounts'
import { useAppStore } from './stores/app'
import { useChangesStore } from './stores/changes'
import { useCustomersStore } from './stores/customers'
import { useJobsStore } from './stores/jobs'
import { useReadingStore } from './stores/reading'
import { useReviewsStore } from './stores/reviews'
import { useSyncStore } from './stores/sync'
import CustomersView from './views/customers/CustomersView.vue'
import SettingsView from './views/settings/SettingsView.vue'

const router = createRouter({
  history: createWebHashHistory(),
  routes: [
    { path: '/customers', component: CustomersView },
    // Charts and trees are read when a customer is opened, not when the app starts.
    { path: '/customers/:accountId/:customerId(\\d+)/:tab(dashboard|collaborators|roles|groups|settings)?', component: () => import('./views/customer/CustomerView.vue') },
    { path: '/customers/compare/:a?/:b?', component: () => import('./views/compare/CompareCustomersView.vue') },
    { path: '/people', component: () => import('./views/people/PeopleView.vue') },
    { path: '/people/compare/:a?/:b?', component: () => import('./views/compare/ComparePeopleView.vue') },
    { path: '/people/:email', component: () => import('./views/people/PersonView.vue') },
    { path: '/managers', component: () => import('./views/managers/ManagersView.vue') },
    { path: '/matrix', component: () => import('./views/matrix/MatrixView.vue') },
    { path: '/roles', component: () => import('./views/roles/RolesView.vue') },
    { path: '/matrix/templates/:templateId?', component: () => import('./views/templates/TemplatesView.vue') },
    {
      path: '/migration', component: () => import('./views/migration/MigrationView.vue'),
      children: [
        { path: '', component: () => import('./views/migration/FleetView.vue') },
        { path: 'waves/:waveId/:step?', component: () => import('./views/migration/WaveView.vue') },
        { path: 'customers/:customerId(\\d+)/:tool(verify|rescue)', component: () => import('./views/migration/CustomerToolView.vue') },
        { path: 'drift', component: () => import('./views/migration/DriftView.vue') },
      ],
    },
    { path: '/changes', component: () => import('./views/changes/ChangesView.vue') },
    { path: '/changes/jobs/:jobId', component: () => import('./views/changes/JobView.vue') },
    { path: '/history', component: () => import('./views/history/HistoryView.vue') },
    { path: '/settings/:page(accounts|appearance)', component: SettingsView },
    { path: '/:rest(.*)*', redirect: '/customers' },
  ],
})

async function loadData(): Promise<void> {
  await useAccountsStore().load()
  useSyncStore().load()
  useReadingStore().load()
  useChangesStore().load()
  useJobsStore().load()
  useReviewsStore().load()
  await useCustomersStore().load()
}

/** Mounts the app once settings and accounts are here, and the first rows, so that the first frame is the right one. */
async function start(): Promise<void> {
  const app = createApp(App).use(createPinia()).use(router).use(i18n)
  const state = useAppStore()
  await state.load()
  if (state.failure === null) await loadData()
  else void until(() => state.failure).toBeNull().then(loadData)
  await router.isReady().catch(() => undefined)
  app.mount('#app')
  requestAnimationFrame(() => requestAnimationFrame(() => (document.documentElement.dataset['ready'] = 'true')))
}

void start()
