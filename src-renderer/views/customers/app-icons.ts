import {
  siAirtable, siAsana, siBox, siDropbox, siGithub, siGitlab, siGooglesheets, siHubspot, siJira, siMailchimp, siMysql, siOkta, siPostgresql, siQuickbooks, siSap, siShopify, siSnowflake,
  siStripe, siTrello, siXero, siZendesk, siZoom,
} from 'simple-icons'

/** Path of the brand's icon on a 24 x 24 view box, by connector name; what is missing here gets a tile with letters. */
const PATHS: Readonly<Record<string, string>> = {
  airtable: siAirtable.path, asana: siAsana.path, box: siBox.path, dropbox: siDropbox.path, github: siGithub.path, gitlab: siGitlab.path, google_sheets: siGooglesheets.path,
  hubspot: siHubspot.path, jira: siJira.path, mailchimp: siMailchimp.path, mysql: siMysql.path, okta: siOkta.path, postgresql: siPostgresql.path, quickbooks: siQuickbooks.path, sap: siSap.path,
  shopify: siShopify.path, snowflake: siSnowflake.path, stripe: siStripe.path, trello: siTrello.path, xero: siXero.path, zendesk: siZendesk.path, zoom: siZoom.path,
}

/** The icon of a connector, or null. */
export function appIcon(provider: string): string | null {
  return PATHS[provider] ?? null
}

/** Two letters for a connector without an icon. */
export function appLetters(provider: string): string {
  const words = provider.split(/[_\s-]+/).filter((word) => word !== '')
  const first = words[0] ?? '?'
  return (first.charAt(0).toUpperCase() + (words[1] ?? first.slice(1)).charAt(0).toLowerCase()).slice(0, 2)
}
