/** Material for sample data; none of it names a real customer. */
export const ACCOUNT_NAMES = ['Nordlicht Commerce', 'Brightwater HR', 'Copperline Logistics', 'Silverbirch Finance', 'Tidewell Health', 'Oakmoor Retail Cloud']

export const FIRST = [
  'Arbor', 'Arden', 'Barrow', 'Beacon', 'Birch', 'Blue Heron', 'Bramble', 'Bright', 'Calder', 'Caraway', 'Cedar', 'Charter Oak', 'Clearwater', 'Cobalt', 'Copper',
  'Crescent', 'Dover', 'Eastgate', 'Elm', 'Ember', 'Fairfield', 'Falcon', 'Farrow', 'Fern', 'Foxglove', 'Garnet', 'Glen', 'Granite', 'Greenway', 'Harbor Nine',
  'Hartwell', 'Hawthorn', 'Hazel', 'Highland', 'Hollow Oak', 'Indigo', 'Ivory', 'Juniper', 'Kestrel', 'Kingsway', 'Lakeside', 'Larkspur', 'Laurel', 'Lindgard', 'Linden',
  'Lunar', 'Maple', 'Marigold', 'Marlow', 'Meadow', 'Merrow', 'Millstone', 'Moss', 'Northfield', 'Oakhurst', 'Ocean', 'Olive', 'Onyx', 'Orchard', 'Osprey',
  'Parkline', 'Pebble', 'Pine', 'Pioneer', 'Quarry Street', 'Quill', 'Raven', 'Redwood', 'Ridge', 'River', 'Rowan', 'Saffron', 'Sage', 'Sandpiper', 'Silver',
  'Solar Peak', 'Sparrow', 'Spruce', 'Starling', 'Sterling', 'Stone Bridge', 'Summit', 'Tarn Valley', 'Thistle', 'Timber', 'Topaz', 'Umber', 'Vale', 'Verdant', 'Vista',
  'Walnut', 'Wharfside', 'Whitecap', 'Wild Rose', 'Willow', 'Windmill', 'Winter', 'Wren', 'Yarrow', 'Zephyr',
]

export const SECOND = [
  'Learning', 'Biotech', 'Shipping', 'Foods', 'Legal', 'Labs', 'Ceramics', '& Sons', 'Hotels', 'Insurance', 'Software', 'Interiors', 'Optics', 'Retail', 'Dental Group',
  'Logistics', 'Capital', 'Energy', 'Clinics', 'Aviation', 'Water', 'Media', 'Analytics', 'Architects', 'Bakery', 'Books', 'Brewing', 'Builders', 'Care', 'Chemicals',
  'Coffee', 'Consulting', 'Credit Union', 'Design', 'Diagnostics', 'Education', 'Electric', 'Engineering', 'Events', 'Farms', 'Fashion', 'Finance', 'Fitness', 'Freight',
  'Furniture', 'Games', 'Gardens', 'Glass', 'Health', 'Homes', 'Imaging', 'Instruments', 'Jewellers', 'Laboratories', 'Machines', 'Manufacturing', 'Marine', 'Medical', 'Metals', 'Mobility',
  'Motors', 'Museum', 'Networks', 'Outdoors', 'Packaging', 'Paper', 'Partners', 'Pharma', 'Photonics', 'Plastics', 'Power', 'Press', 'Properties', 'Publishing', 'Rail',
  'Recruiting', 'Recycling', 'Research', 'Robotics', 'Sciences', 'Security', 'Services', 'Solutions', 'Sports', 'Staffing', 'Steel', 'Studios', 'Supply', 'Systems', 'Telecom',
  'Textiles', 'Theatre', 'Tools', 'Toys', 'Trading', 'Travel', 'University', 'Ventures', 'Vineyards', 'Works',
]

export const PROVIDERS = [
  'salesforce', 'google_sheets', 'slack', 'jira', 'netsuite', 'workday', 'servicenow', 'shopify', 'hubspot', 'zendesk', 'quickbooks', 'github', 'gitlab', 'snowflake',
  'sap', 'epic', 'twilio', 'stripe', 'asana', 'box', 'dropbox', 'mailchimp', 'marketo', 'okta', 'trello', 'zoom', 'airtable', 'postgresql', 'mysql', 'xero',
]

export const GIVEN = ['Ada', 'Bea', 'Carl', 'Dana', 'Eli', 'Fay', 'Gus', 'Hana', 'Ines', 'Jon', 'Kim', 'Leo', 'Mara', 'Nils', 'Olga', 'Pia', 'Quin', 'Rosa', 'Sam', 'Tove']
export const FAMILY = ['Abbott', 'Berg', 'Costa', 'Dietz', 'Eriksen', 'Falk', 'Grant', 'Holm', 'Ito', 'Jansen', 'Kaur', 'Lund', 'Moreau', 'Novak', 'Okafor', 'Park', 'Roy', 'Sato', 'Vogel', 'Whitfield']

/** Partners of customers: people from their addresses belong to several workspaces. */
export const AGENCIES = ['brightbridge-consulting', 'lantern-advisors', 'kiteworks-studio', 'plainfield-it']
export const PROJECTS = ['Orders', 'Invoices', 'Onboarding', 'Payroll', 'Support desk', 'Inventory', 'Leads', 'Returns', 'Month-end close', 'Contracts']
export const STEPS = ['New record to', 'Nightly sync to', 'Update of', 'Alert in', 'Export to', 'Clean-up of', 'Approval in', 'Backfill of']
export const GROUPS = ['Finance builders', 'Support team', 'Release crew', 'Data stewards', 'Contractors']
